import { memo } from "react";
import { cx } from "../../shared/classes";
import { Money } from "../../shared/ui/Money";
import { Dot } from "../../shared/ui/Status";
import * as m from "./messages";
import type { WaitingLine } from "./types";
import { standing } from "./words";

interface LineRowProps {
  line: WaitingLine;
  current: boolean;
  onOpen: (id: string) => void;
}

/** A line that waits: who paid, how much, how long ago, and where it stands. */
export const LineRow = memo(function LineRow({ line: it, current, onOpen }: LineRowProps) {
  const [word, tone] = standing(it);
  return (
    <li className={cx("border-b border-line", current ? "bg-brand-bg" : "hover:bg-sunken")}>
      <button
        type="button"
        data-line={it.line.id}
        data-enter-posts={current ? "" : undefined}
        aria-current={current ? "true" : undefined}
        onClick={() => onOpen(it.line.id)}
        className={cx(
          "block min-h-(--control) w-full border-s-[3px] px-3 py-2.5 text-start -outline-offset-2",
          current ? "border-brand" : "border-transparent",
        )}
      >
        <span className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="min-w-0 flex-1 basis-32 truncate font-medium">{it.line.counterparty || m.noPayer()}</span>
          <Money amount={it.line.amount} currency={it.line.currency} code className="ms-auto font-semibold" />
        </span>
        <span className="mt-1 flex flex-wrap items-center justify-between gap-x-3 text-mute">
          <Dot tone={tone}>{word}</Dot>
          <span className="num">{m.days({ count: it.days })}</span>
        </span>
      </button>
    </li>
  );
});
