import { useSyncExternalStore } from "react";

/** The languages of the product, as BCP 47 tags. */
export type Locale = "zh-CN" | "en";

const remembered = "hefu.locale";
let current: Locale = firstLocale();
const listeners = new Set<() => void>();

function firstLocale(): Locale {
  const stored = typeof localStorage === "undefined" ? null : localStorage.getItem(remembered);
  if (stored === "zh-CN" || stored === "en") return stored;
  return typeof navigator !== "undefined" && navigator.language.toLowerCase().startsWith("en") ? "en" : "zh-CN";
}

export function locale(): Locale {
  return current;
}

export function isEnglish(): boolean {
  return current === "en";
}

/** Switches every text of the page. The session remembers it for the person, the browser for the next first paint. */
export function setLocale(next: Locale): void {
  document.documentElement.lang = next;
  localStorage.setItem(remembered, next);
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

/** Rerenders the caller when the language changes. */
export function useLocale(): Locale {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

const plurals = { "zh-CN": new Intl.PluralRules("zh-CN"), en: new Intl.PluralRules("en") };
const numbers = { "zh-CN": new Intl.NumberFormat("zh-CN"), en: new Intl.NumberFormat("en") };

/** The plural category of a count in the current language, for generated messages. */
export function plural(count: number): Intl.LDMLPluralRule {
  return plurals[current].select(count);
}

/** A message argument as text: numbers are grouped, text is left alone. */
export function text(value: string | number): string {
  return typeof value === "number" ? numbers[current].format(value) : value;
}
