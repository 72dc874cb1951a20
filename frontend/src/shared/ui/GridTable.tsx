import type { ReactNode } from "react";
import { cx } from "../classes";

/**
 * A dense table that scrolls inside itself, with its head and its first column always in view.
 * Rows are 32 px; on paper it is written out whole.
 */
export function GridTable({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={cx(
        "relative max-h-[calc(100dvh-12rem)] overflow-auto rounded-(--radius-card) print:max-h-none print:overflow-visible",
        className,
      )}
    >
      <table className="grid-table w-full border-separate border-spacing-0">{children}</table>
    </section>
  );
}
