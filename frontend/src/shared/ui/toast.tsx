import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { cx } from "../classes";
import * as m from "../messages";
import { IconButton } from "./Button";

interface Toast {
  id: number;
  text: string;
  tone: "ok" | "bad";
  action?: { label: string; run: () => void };
  about?: string;
}

let toasts: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/**
 * Tells what happened, for nine seconds; what it offers is also found on the page itself. What is said about the same
 * thing takes the former word's place, so that no notice offers what is no longer so.
 */
export function toast(
  text: string,
  options: { tone?: "ok" | "bad"; action?: Toast["action"]; about?: string } = {},
): void {
  last += 1;
  const { tone = "ok", action, about } = options;
  const others = toasts.filter((it) => about === undefined || it.about !== about);
  change([...others.slice(-2), { id: last, text, tone, action, about }]);
}

export function dismissToasts(): void {
  change([]);
}

function useToasts(): Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}

const shownFor = 9_000;

export function Toasts({ className }: { className?: string }) {
  const shown = useToasts();
  return (
    <section
      aria-label={m.notices()}
      aria-live="polite"
      className={cx(
        "no-print pointer-events-none fixed inset-x-0 bottom-24 z-50 flex flex-col items-center gap-2 px-3 sm:bottom-20",
        className,
      )}
    >
      {shown.map((it) => (
        <ToastCard key={it.id} toast={it} onGone={() => change(toasts.filter((other) => other.id !== it.id))} />
      ))}
    </section>
  );
}

function ToastCard({ toast: it, onGone }: { toast: Toast; onGone: () => void }) {
  const [held, setHeld] = useState(false);
  const gone = useRef(onGone);
  gone.current = onGone;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => gone.current(), shownFor);
    return () => clearTimeout(timer);
  }, [held]);

  const Icon = it.tone === "ok" ? CircleCheck : CircleAlert;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering or focusing only keeps the notice from leaving
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="rise pointer-events-auto flex w-full max-w-md items-center gap-2 rounded-(--radius-control) border border-line bg-surface py-1 ps-3 pe-1 shadow-float"
    >
      <Icon className={cx("size-5 shrink-0", it.tone === "ok" ? "text-ok" : "text-bad")} aria-hidden="true" />
      <p className="min-w-0 flex-1 py-2">{it.text}</p>
      {it.action && (
        <button
          type="button"
          className="min-h-(--control) shrink-0 rounded-(--radius-control) px-3 font-semibold text-brand hover:bg-brand-bg"
          onClick={() => {
            it.action?.run();
            onGone();
          }}
        >
          {it.action.label}
        </button>
      )}
      <IconButton label={m.close()} onClick={onGone}>
        <X className="size-4" aria-hidden="true" />
      </IconButton>
    </div>
  );
}
