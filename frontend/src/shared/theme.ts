/** Which colours to show: those of the reader's system, or a fixed choice kept in this browser. */
export type Theme = "system" | "light" | "dark";

const remembered = "hefu.theme";

export function theme(): Theme {
  const stored = localStorage.getItem(remembered);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function setTheme(next: Theme): void {
  if (next === "system") localStorage.removeItem(remembered);
  else localStorage.setItem(remembered, next);
  applyTheme();
}

export function applyTheme(): void {
  const chosen = theme();
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
