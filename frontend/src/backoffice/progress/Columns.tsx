import { Link } from "wouter";
import type { StatementState } from "../../shared/api/types";
import { statementStateLabel } from "../../shared/labels";
import { formatAmount } from "../../shared/money";
import { Card } from "../../shared/ui/Layout";
import { Dot } from "../../shared/ui/Status";
import * as m from "./messages";
import type { Board, Row } from "./types";
import { stepLabel, stepTone } from "./words";

/** A column a state with the first of its statements, and the way to the rest. */
export function Columns({
  board,
  rows,
  link,
}: {
  board: Board;
  rows: Row[];
  link: (changes: Record<string, string>) => string;
}) {
  return (
    <section
      aria-label={m.title()}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="flex gap-3 overflow-x-auto pb-3"
    >
      {board.states.map(({ key, count }) => {
        const shown = rows.filter((it) => it.state === key);
        return (
          <div key={key} className="w-64 shrink-0 xl:w-auto xl:min-w-0 xl:flex-1">
            <h2 className="mb-2 flex items-baseline justify-between font-medium">
              {statementStateLabel(key as StatementState)}
              <Link
                href={link({ state: key })}
                aria-label={`${statementStateLabel(key as StatementState)}: ${m.inColumn({ count })}`}
                className="num text-brand hover:underline"
              >
                {count}
              </Link>
            </h2>
            <ul className="space-y-2">
              {shown.map((it) => (
                <li key={it.id}>
                  <Link href={`/console/statements/${it.id}`} className="block">
                    <Card className="space-y-1 p-3 hover:border-edge">
                      <p className="font-medium text-brand">{it.statement_no}</p>
                      <p className="break-words">{it.customer.name}</p>
                      <p className="num">
                        {it.currency} {formatAmount(it.closing, it.currency)}
                      </p>
                      <p className="text-mute">
                        {it.owner?.name ?? m.nobody()}
                        {it.days !== undefined && <span className="num"> · {m.days({ count: it.days })}</span>}
                        {it.late && (
                          <span className="num font-medium text-bad"> · {m.daysLate({ count: it.days_late })}</span>
                        )}
                      </p>
                      <p className="whitespace-normal">
                        <Dot tone={stepTone(it)} className="!whitespace-normal">
                          {stepLabel(it)}
                        </Dot>
                      </p>
                    </Card>
                  </Link>
                </li>
              ))}
              {shown.length === 0 && <li className="text-mute">{m.empty()}</li>}
              {count > shown.length && shown.length > 0 && (
                <li>
                  <Link href={link({ state: key })} className="text-brand hover:underline">
                    {m.more({ count: count - shown.length })}
                  </Link>
                </li>
              )}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
