import { Clock, TriangleAlert } from "lucide-react";
import { memo, useState } from "react";
import type { DisputeSummary } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import { hoursUntil } from "../../shared/dates";
import { UnreadBadge } from "../../shared/disputes/UnreadBadge";
import { categoryLabel, disputeStateLabel, disputeStateTone } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { Money } from "../../shared/ui/Money";
import { Dot } from "../../shared/ui/Status";
import * as d from "./messages";

interface QueueRowProps {
  dispute: DisputeSummary;
  current: boolean;
  onOpen: () => void;
  /** whether it is chosen for a joint resolution; undefined where it cannot be */
  selected?: boolean;
  onSelect: () => void;
}

export const QueueRow = memo(
  function QueueRow({ dispute, current, onOpen, selected, onSelect }: QueueRowProps) {
    return (
      <li className={cx("flex border-b border-line", current ? "bg-brand-bg" : "hover:bg-sunken")}>
        <span
          className={cx(
            "flex w-8 shrink-0 items-center justify-center border-s-[3px]",
            current ? "border-brand" : "border-transparent",
          )}
        >
          {selected !== undefined && (
            <input
              type="checkbox"
              className="size-4"
              aria-label={d.select({ no: dispute.dispute_no })}
              checked={selected}
              onChange={onSelect}
            />
          )}
        </span>
        <button
          type="button"
          data-dispute={dispute.id}
          aria-current={current ? "true" : undefined}
          onClick={onOpen}
          className="block min-w-0 flex-1 py-2.5 pe-3.5 ps-1 text-start -outline-offset-2"
        >
          <span className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="flex min-w-0 flex-1 basis-32 items-baseline gap-2 text-[0.875rem] font-medium">
              <span className="truncate">{dispute.customer.name}</span>
              <UnreadBadge count={dispute.unread} />
            </span>
            <Money
              amount={dispute.disputed_amount}
              currency={dispute.currency}
              className="ms-auto text-[0.875rem] font-semibold"
            />
          </span>
          <span className="mt-1 flex flex-wrap items-center justify-between gap-x-3 text-mute">
            <Dot tone={disputeStateTone(dispute.state)}>
              {disputeStateLabel(dispute.state)} · {categoryLabel(dispute.category)}
            </Dot>
            <Deadline dispute={dispute} />
          </span>
        </button>
      </li>
    );
  },
  (before, after) =>
    before.dispute === after.dispute && before.current === after.current && before.selected === after.selected,
);

/** How long is left to answer, or how late it is; nothing once the seller has answered. */
export function Deadline({ dispute }: { dispute: DisputeSummary }) {
  const [now] = useState(() => new Date());
  if (dispute.state === "resolved" || dispute.state === "withdrawn") return null;
  const hours = hoursUntil(dispute.due_at, now);
  const days = Math.trunc(hours / 24);
  if (dispute.overdue) {
    return (
      <span className="inline-flex items-center gap-1 whitespace-nowrap text-bad">
        <TriangleAlert className="size-3.5" aria-hidden="true" />
        {days <= -3 ? shared.daysLate({ count: -days }) : shared.hoursLate({ count: Math.max(1, -hours) })}
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <Clock className="size-3.5" aria-hidden="true" />
      {days >= 3 ? shared.daysLeft({ count: days }) : shared.hoursLeft({ count: Math.max(0, hours) })}
    </span>
  );
}
