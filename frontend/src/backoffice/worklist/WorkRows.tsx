import { Clock, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { dayOf, hoursUntil } from "../../shared/dates";
import { isEnglish } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { title as paymentsTitle } from "../paying/messages";
import { forWhom } from "../standins/messages";
import { about, type WorkRow } from "./data";
import * as m from "./messages";

/** The rows of a section; each leads to where it is done. */
export function WorkRows({ rows }: { rows: WorkRow[] }) {
  return (
    <ul className="divide-y divide-line">
      {rows.map((row) => (
        <li key={row.id}>
          <Link
            href={row.link}
            className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-1.5 hover:bg-sunken"
          >
            <span className="min-w-0 flex-1 basis-48">
              <span className="flex items-center gap-2">
                <span className="truncate font-medium">{name(row)}</span>
                {row.for_name && <Chip tone="brand">{forWhom({ who: row.for_name })}</Chip>}
              </span>
              <span className="block break-words text-mute">
                {[row.number, about(row)].filter(Boolean).join(" · ")}
              </span>
            </span>
            <span className="ms-auto text-end">
              {row.amount && row.currency && (
                <Money amount={row.amount} currency={row.currency} className="block font-semibold" />
              )}
              <When row={row} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function name(row: WorkRow): string {
  if (row.kind === "slip") return row.detail;
  if (!row.customer) return row.kind === "payee" ? m.payee() : paymentsTitle();
  return (isEnglish() && row.customer.name_en) || row.customer.name;
}

/** How much time is left or how late it is; since when it waits, where nothing says by when. */
function When({ row }: { row: WorkRow }) {
  const [now] = useState(() => new Date());
  const { organization } = useSession();
  if (!row.due_at) return <span className="num text-mute">{dayOf(new Date(row.since), organization.time_zone)}</span>;
  const hours = hoursUntil(row.due_at, now);
  const days = Math.trunc(hours / 24);
  const Icon = row.late ? TriangleAlert : Clock;
  const words = row.late
    ? days <= -3
      ? shared.daysLate({ count: -days })
      : shared.hoursLate({ count: Math.max(1, -hours) })
    : days >= 3
      ? shared.daysLeft({ count: days })
      : shared.hoursLeft({ count: Math.max(0, hours) });
  return (
    <span className={`inline-flex items-center gap-1 whitespace-nowrap ${row.late ? "text-bad" : "text-mute"}`}>
      <Icon className="size-3.5" aria-hidden="true" />
      {words}
    </span>
  );
}
