import { Link } from "wouter";
import { statementStateLabel, statementStateTone } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatAmount, isZero } from "../../shared/money";
import { GridTable } from "../../shared/ui/GridTable";
import { Dot } from "../../shared/ui/Status";
import * as m from "./messages";
import type { Row } from "./types";
import { stepLabel, stepTone } from "./words";

/** The longest out first; each leads to its statement, its customer and, where some are open, its disputes. */
export function ProgressTable({ rows }: { rows: Row[] }) {
  return (
    <GridTable label={m.title()}>
      <thead>
        <tr>
          <th scope="col">{shared.statement()}</th>
          <th scope="col">{shared.customer()}</th>
          <th scope="col">{m.owner()}</th>
          <th scope="col">{shared.state()}</th>
          <th scope="col" className="text-end">
            {m.daysOpen()}
          </th>
          <th scope="col">{m.nextStep()}</th>
          <th scope="col">{shared.period()}</th>
          <th scope="col">{shared.currency()}</th>
          <th scope="col" className="text-end">
            {shared.closingBalance()}
          </th>
          <th scope="col" className="text-end">
            {shared.disputedAmount()}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((it) => (
          <tr key={it.id}>
            <td>
              <Link href={`/console/statements/${it.id}`} className="font-medium text-brand hover:underline">
                {it.statement_no}
              </Link>
              {it.version > 1 && <span className="ms-1 text-mute">v{it.version}</span>}
            </td>
            <td>
              <Link href={`/console/customers/${it.customer.id}`} className="hover:text-brand hover:underline">
                {it.customer.name}
              </Link>
            </td>
            <td className={it.owner ? "" : "text-mute"}>{it.owner?.name ?? m.nobody()}</td>
            <td>
              <Dot tone={statementStateTone(it.state)}>{statementStateLabel(it.state)}</Dot>
            </td>
            <td className="num text-end">
              {it.days}
              {it.late && <span className="ms-2 font-medium text-bad">{m.daysLate({ count: it.days_late })}</span>}
            </td>
            <td>
              <Dot tone={stepTone(it)}>{stepLabel(it)}</Dot>
              {it.reminders > 0 && <span className="ms-2 text-mute">{m.reminders({ count: it.reminders })}</span>}
            </td>
            <td className="num">
              {it.period_start} – {it.cut_off}
            </td>
            <td className="text-mute">{it.currency}</td>
            <td className="num text-end font-medium">{formatAmount(it.closing, it.currency)}</td>
            <td className={`num text-end ${isZero(it.disputed) ? "text-mute" : "text-warn"}`}>
              {formatAmount(it.disputed, it.currency)}
            </td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}
