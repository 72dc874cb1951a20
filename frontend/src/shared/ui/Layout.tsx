import type { ReactNode } from "react";
import { cx } from "../classes";

/** A surface that groups what belongs together. */
export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <section className={cx("rounded-(--radius-card) border border-line bg-surface shadow-card", className)}>
      {children}
    </section>
  );
}

export function CardHeading({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex min-h-11 items-center justify-between gap-3 ps-4 pe-2 pt-1">
      <h2 className="min-w-0 font-semibold">{children}</h2>
      {action}
    </div>
  );
}

/** Pairs of a word and its value. Pairs without a value are left out. */
export function Facts({ facts, className }: { facts: [label: string, value: ReactNode][]; className?: string }) {
  return (
    <dl className={className}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false)
        .map(([label, value]) => (
          <div
            key={label}
            className="flex flex-wrap break-inside-avoid items-baseline justify-between gap-x-4 py-[0.1875rem]"
          >
            <dt className="shrink-0 text-mute">{label}</dt>
            <dd className="ms-auto min-w-0 break-words text-end">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export function PageTitle({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
      <h1 className="text-[1.375rem] leading-tight font-semibold">{children}</h1>
      {action}
    </div>
  );
}

/** How much of something is done, with the words beside it for those who do not see the bar. */
export function Progress({ done, of, label }: { done: number; of: number; label: string }) {
  const share = of > 0 ? Math.min(100, (done / of) * 100) : 0;
  return (
    <div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={of}
        aria-valuenow={done}
        className="h-2 overflow-hidden rounded-full bg-line print:hidden"
      >
        <div className="h-full rounded-full bg-brand transition-[width] duration-150" style={{ width: `${share}%` }} />
      </div>
      <p className="mt-1.5 text-[0.8125rem] text-mute">{label}</p>
    </div>
  );
}
