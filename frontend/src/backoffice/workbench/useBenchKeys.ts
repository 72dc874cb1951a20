import { useEffect, useRef } from "react";
import { isTyping, shortcutsOn } from "../../shared/shortcuts";
import type { Side } from "./data";

interface Acts {
  move: (by: number, extend: boolean) => void;
  turn: (side: Side) => void;
  toggle: () => void;
  open: () => void;
  candidate: (no: number) => void;
  commit: () => void;
  undo: () => void;
  clear: () => void;
}

/** The keys of the workbench. Ctrl Enter works while one types, single keys do not, and rest when a person switched them off. */
export function useBenchKeys(acts: Acts): void {
  const current = useRef(acts);
  current.current = acts;
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const act = current.current;
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open][data-modal]")) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        act.commit();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const run = keys(act, event);
      if (!run) return;
      event.preventDefault();
      run();
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function keys(act: Acts, event: KeyboardEvent): (() => void) | undefined {
  const key = event.key.toLowerCase();
  if (key === "arrowdown") return () => act.move(1, event.shiftKey);
  if (key === "arrowup") return () => act.move(-1, event.shiftKey);
  if (key === "arrowleft") return () => act.turn("debit");
  if (key === "arrowright") return () => act.turn("credit");
  if (!shortcutsOn()) return undefined;
  if (key === "j") return () => act.move(1, event.shiftKey);
  if (key === "k") return () => act.move(-1, event.shiftKey);
  if (key === "x") return act.toggle;
  if (key === "z") return act.undo;
  if (key === "escape") return act.clear;
  if (key === "enter" && event.target instanceof HTMLInputElement) return act.open;
  if (/^[1-9]$/.test(key)) return () => act.candidate(Number(key));
  return undefined;
}
