import type { ReactNode } from "react";
import { cx } from "../classes";

/** What a state means to the reader; colour never stands alone, the word is always there. */
export type Tone = "neutral" | "brand" | "ok" | "warn" | "bad" | "hold";

const chips: Record<Tone, string> = {
  neutral: "bg-sunken text-mute",
  brand: "bg-brand-bg text-brand",
  ok: "bg-ok-bg text-ok",
  warn: "bg-warn-bg text-warn",
  bad: "bg-bad-bg text-bad",
  hold: "bg-hold-bg text-hold",
};

const words: Record<Tone, string> = {
  neutral: "text-mute",
  brand: "text-brand",
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
  hold: "text-hold",
};

export function Chip({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 text-[0.8125rem] font-medium print:flex-wrap print:gap-x-1 print:p-0",
        chips[tone],
        className,
      )}
    >
      <span className="size-1.5 rounded-full bg-current" aria-hidden="true" />
      {children}
    </span>
  );
}

/** A dot and a word, for dense rows. */
export function Dot({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
  return (
    <span className={cx("inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <span className={cx("size-2 shrink-0 rounded-full bg-current", words[tone])} aria-hidden="true" />
      {children}
    </span>
  );
}

export function toneClass(tone: Tone): string {
  return words[tone];
}
