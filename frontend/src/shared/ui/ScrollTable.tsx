import type { ReactNode } from "react";
import { cx } from "../classes";

/**
 * A table that scrolls sideways inside its card rather than pushing the page, reachable by keyboard.
 * Cells keep their amounts whole.
 */
export function ScrollTable({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={cx("relative overflow-x-auto rounded-b-(--radius-card)", className)}
    >
      <table className="w-full border-collapse [&_td]:border-t [&_td]:border-line [&_td]:px-3 [&_td]:py-1.5 [&_td:first-child]:ps-4 [&_td:last-child]:pe-4 [&_th]:px-3 [&_th]:py-2 [&_th]:text-start [&_th]:text-[0.9375em] [&_th]:font-medium [&_th]:whitespace-nowrap [&_th]:text-mute [&_th.text-end]:text-end [&_th:first-child]:ps-4 [&_th:last-child]:pe-4">
        {children}
      </table>
    </section>
  );
}
