import { cx } from "../classes";
import * as m from "./messages";

/** Lifts the overdue lines to the top of the list, the most overdue first; the document itself keeps its order. */
export default function OrderToggle({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <p className="no-print mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem] text-mute">
      <button
        type="button"
        aria-pressed={on}
        onClick={() => onChange(!on)}
        className={cx(
          "inline-flex min-h-(--control) items-center rounded-full border px-4 whitespace-nowrap",
          on ? "border-bad font-medium text-bad" : "border-line bg-surface text-ink hover:border-edge",
        )}
      >
        {m.overdueFirst()}
      </button>
      <span className="min-w-0">{m.orderHint()}</span>
    </p>
  );
}
