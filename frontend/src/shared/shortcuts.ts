import { useEffect, useRef } from "react";

const switchedOff = "hefu.shortcuts";

export function shortcutsOn(): boolean {
  return localStorage.getItem(switchedOff) !== "off";
}

export function setShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(switchedOff);
  else localStorage.setItem(switchedOff, "off");
}

/** Whether a key press belongs to what the person is writing: a field, or a word being composed in an input method. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

/**
 * Keys without a modifier, by `event.key` in lower case; "g d" is one key after the other. They rest while one types, while a dialog
 * is open (unless the caller lives in it) and when the person has switched them off.
 */
export function useShortcuts(keys: Record<string, () => void>, options: { inDialog?: boolean } = {}): void {
  const current = useRef(keys);
  current.current = keys;
  const inDialog = options.inDialog ?? false;

  useEffect(() => {
    let before = "";
    let forget: ReturnType<typeof setTimeout> | undefined;
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event) || !shortcutsOn()) return;
      if (!inDialog && document.querySelector("dialog[open][data-modal]")) return;
      const key = event.key.toLowerCase();
      const run = current.current[before ? `${before} ${key}` : key] ?? current.current[key];
      clearTimeout(forget);
      before = key === "g" ? "g" : "";
      forget = setTimeout(() => {
        before = "";
      }, 1_200);
      if (!run) return;
      event.preventDefault();
      run();
    }
    window.addEventListener("keydown", press);
    return () => {
      clearTimeout(forget);
      window.removeEventListener("keydown", press);
    };
  }, [inDialog]);
}
