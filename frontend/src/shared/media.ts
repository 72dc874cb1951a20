import { useEffect, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";

/** Whether a media query holds now. */
export function useMedia(condition: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(condition);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => window.matchMedia(condition).matches,
  );
}

/** What stands at the foot of every printed page, where the browser can print such a foot. */
export function usePrintTitle(title: string): void {
  useEffect(() => {
    document.documentElement.style.setProperty("--print-title", JSON.stringify(title));
    return () => {
      document.documentElement.style.removeProperty("--print-title");
    };
  }, [title]);
}

let printing = false;
const printListeners = new Set<() => void>();

function tell(now: boolean): void {
  printing = now;
  for (const listener of printListeners) listener();
}

if (typeof window !== "undefined") {
  // The browser takes its picture right after the event, so the change cannot wait for the next frame.
  window.addEventListener("beforeprint", () => flushSync(() => tell(true)));
  window.addEventListener("afterprint", () => tell(false));
}

/** True while the page is being printed, so that lists can be written out in full, also those that only paper shows. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    (listener) => {
      printListeners.add(listener);
      return () => printListeners.delete(listener);
    },
    () => printing,
  );
}
