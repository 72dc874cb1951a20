import { useEffect, useState, useSyncExternalStore } from "react";
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

/** True while the page is being printed, so that lists can be written out in full. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser takes its picture right after the event, so the change cannot wait for the next frame.
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}
