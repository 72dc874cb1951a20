import { useEffect, useRef } from "react";
import { isTyping, shortcutsOn } from "../../shared/shortcuts";

interface Acts {
  move: (by: number) => void;
  choose: (no: number) => void;
  post: () => void;
  aside: () => void;
  help: () => void;
  back: () => void;
}

/**
 * The keys of the page. They come before the shell's, whose help would open instead of this page's own. Enter stays with the button or
 * link that has the focus, unless that is the line or the suggestion which is chosen already.
 */
export function useKeys(acts: Acts): void {
  const current = useRef(acts);
  current.current = acts;
  useEffect(() => {
    let going = false;
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
      if (!shortcutsOn() || document.querySelector("dialog[open][data-modal]")) return;
      const key = event.key.toLowerCase();
      // A letter after G leads to another page.
      if (going && /^[a-z]$/.test(key)) {
        going = false;
        return;
      }
      going = key === "g";
      const run = actOf(current.current, key, event.target);
      if (!run) return;
      event.preventDefault();
      run();
    }
    window.addEventListener("keydown", press, true);
    return () => window.removeEventListener("keydown", press, true);
  }, []);
}

function actOf(act: Acts, key: string, target: EventTarget | null): (() => void) | undefined {
  if (key === "j" || key === "arrowdown") return () => act.move(1);
  if (key === "k" || key === "arrowup") return () => act.move(-1);
  if (/^[1-5]$/.test(key)) return () => act.choose(Number(key));
  if (key === "a") return act.aside;
  if (key === "?") return act.help;
  if (key === "escape") return act.back;
  if (key === "enter") {
    const control = target instanceof Element ? target.closest("button, a, summary, input") : null;
    return control && !control.matches("[data-enter-posts]") ? undefined : act.post;
  }
  return undefined;
}
