import { Link } from "wouter";
import type { StatementSummary } from "../../shared/api/types";
import { formatRange, readersDeadline } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import { statementStateLabel, statementStateTone } from "../../shared/labels";
import { useSession } from "../../shared/session";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import * as m from "./messages";

/** A statement in a list: its period, number, balance and how far it is answered. */
export function StatementRow({ statement }: { statement: StatementSummary }) {
  const { organization } = useSession();
  const waiting = statement.state === "issued" || statement.state === "viewed";
  return (
    <li>
      <Link
        href={`/p/s/${statement.id}`}
        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1 basis-44">
          <span className="num block font-medium">{formatRange(statement.period_start, statement.cut_off)}</span>
          <span className="block text-[0.8125rem] text-mute">
            <span className="block whitespace-nowrap">{statement.statement_no}</span>
            {waiting &&
              statement.answer_due &&
              m.answerBy({ date: readersDeadline(statement.answer_due, organization.time_zone) })}
          </span>
        </span>
        <span className="ms-auto flex flex-col items-end gap-1">
          <Money amount={statement.closing} currency={statement.currency} className="font-semibold" />
          <span className="flex items-center gap-2 text-[0.8125rem] text-mute">
            {waiting && statement.line_count > 0 && (
              <span className="num">
                {text(statement.answered_count)} / {text(statement.line_count)}
              </span>
            )}
            <Chip tone={statementStateTone(statement.state)}>{statementStateLabel(statement.state)}</Chip>
          </span>
        </span>
      </Link>
    </li>
  );
}
