import { Link } from "wouter";
import type { StatementSummary } from "../../shared/api/types";
import { text } from "../../shared/i18n/locale";
import { statementStateLabel, statementStateTone } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatAmount, isZero } from "../../shared/money";
import { GridTable } from "../../shared/ui/GridTable";
import { Dot } from "../../shared/ui/Status";
import * as m from "../messages";

export function StatementTable({
  statements,
  withCustomer = true,
}: {
  statements: StatementSummary[];
  withCustomer?: boolean;
}) {
  return (
    <GridTable label={m.navStatements()}>
      <thead>
        <tr>
          <th scope="col">{shared.statement()}</th>
          {withCustomer && <th scope="col">{shared.customer()}</th>}
          <th scope="col">{shared.period()}</th>
          <th scope="col">{shared.currency()}</th>
          <th scope="col" className="text-end">
            {shared.closingBalance()}
          </th>
          <th scope="col" className="text-end">
            {shared.overdue()}
          </th>
          <th scope="col" className="text-end">
            {m.answeredLines()}
          </th>
          <th scope="col" className="text-end">
            {shared.answerDisputed()}
          </th>
          <th scope="col">{shared.state()}</th>
          <th scope="col">{m.answerDue()}</th>
        </tr>
      </thead>
      <tbody>
        {statements.map((it) => (
          <tr key={it.id}>
            <td>
              <Link href={`/console/statements/${it.id}`} className="font-medium text-brand hover:underline">
                {it.statement_no}
              </Link>
              {it.version > 1 && <span className="ms-1 text-mute">v{it.version}</span>}
            </td>
            {withCustomer && <td>{it.customer.name}</td>}
            <td className="num">
              {it.period_start} – {it.cut_off}
            </td>
            <td className="text-mute">{it.currency}</td>
            <td className="num text-end font-medium">{formatAmount(it.closing, it.currency)}</td>
            <td className={`num text-end ${isZero(it.overdue) ? "text-mute" : "text-bad"}`}>
              {formatAmount(it.overdue, it.currency)}
            </td>
            <td className="num text-end">
              {text(it.answered_count)} / {text(it.line_count)}
            </td>
            <td className={`num text-end ${it.disputed_count > 0 ? "text-warn" : "text-mute"}`}>{it.disputed_count}</td>
            <td>
              <Dot tone={statementStateTone(it.state)}>{statementStateLabel(it.state)}</Dot>
            </td>
            <td className="num text-mute">{it.answer_due}</td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}
