import { memo, useRef } from "react";
import { Link } from "wouter";
import type { LineAnswer } from "../api/types";
import { cx } from "../classes";
import { kindLabel } from "../labels";
import * as words from "../lines/messages";
import * as m from "../messages";
import { formatAmount } from "../money";
import { AnswerChip } from "./AnswerChip";
import type { StatementLine } from "./content";
import { type LineListProps, LineTick, SaidOfLine } from "./LineTick";
import { useRows } from "./useRows";

/**
 * The lines as a table, for screens from 640 px and for paper. Amount columns are as wide as their longest amount; the date and what
 * is open are shown where the table itself has the room, so that the document's number never breaks.
 */
export default function LineTable({ lines, currency, answers, href, selection, selectAll }: LineListProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = useRows(lines.length, 57, body);
  const widest = (of: (line: StatementLine) => string) =>
    `${lines.reduce((most, line) => Math.max(most, formatAmount(of(line) || "0", currency).length), 12) + 3}ch`;
  const brought = lines[0]?.broughtForward ?? false;

  return (
    <div className="@container">
      <table
        aria-label={m.statementLines()}
        aria-rowcount={lines.length + 1}
        className="w-full table-fixed border-collapse"
      >
        <colgroup>
          {selection && <col className="w-12 print:hidden" />}
          <col />
          <col className="hidden w-[6.75rem] @min-[54rem]:table-column print:table-column print:w-[4.75rem]" />
          <col className="w-[6.75rem] print:w-[4.75rem]" />
          <col style={{ width: widest((line) => line.amount) }} />
          {!brought && (
            <col
              className="hidden @min-[54rem]:table-column print:table-column"
              style={{ width: widest((line) => line.open) }}
            />
          )}
          <col className="w-40 print:w-24" />
        </colgroup>
        <thead className="text-start text-[0.8125rem] text-mute [&_:is(th,td)]:sticky [&_:is(th,td)]:top-0 [&_:is(th,td)]:z-10 [&_:is(th,td)]:bg-surface [&_:is(th,td)]:shadow-[inset_0_-1px_var(--line)]">
          <tr aria-rowindex={1}>
            {selection && <td className="ps-1 print:hidden">{selectAll}</td>}
            <th scope="col" className={cx("py-2.5 text-start font-medium print:ps-1", !selection && "ps-4")}>
              {m.document()}
            </th>
            <th scope="col" className="hidden text-start font-medium @min-[54rem]:table-cell print:table-cell">
              {m.date()}
            </th>
            <th scope="col" className="text-start font-medium">
              {m.dueDate()}
            </th>
            <th scope="col" className="text-end font-medium">
              {brought ? m.openAmount() : m.amount()} <span className="font-normal">{currency}</span>
            </th>
            {!brought && (
              <th scope="col" className="hidden text-end font-medium @min-[54rem]:table-cell print:table-cell">
                {m.openAmount()}
              </th>
            )}
            <th scope="col" className="ps-5 pe-4 text-start font-medium print:ps-2 print:pe-0">
              {m.state()}
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.before > 0 && (
            <tr>
              <td aria-hidden="true" style={{ height: rows.before }} />
            </tr>
          )}
          {rows.indexes.map((index) => {
            const line = lines[index];
            if (!line) return null;
            return (
              <Row
                key={line.no}
                line={line}
                index={index}
                currency={currency}
                answer={answers.get(line.no)}
                href={href(line.no)}
                selected={selection?.selected.has(line.no)}
                onToggle={selection?.onToggle}
              />
            );
          })}
          {rows.after > 0 && (
            <tr>
              <td aria-hidden="true" style={{ height: rows.after }} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  line: StatementLine;
  index: number;
  currency: string;
  answer: LineAnswer | undefined;
  href: string;
  selected: boolean | undefined;
  onToggle: ((no: number, range: boolean) => void) | undefined;
}

const Row = memo(function Row({ line, index, currency, answer, href, selected, onToggle }: RowProps) {
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      className={cx("border-b border-line last:border-0", selected ? "bg-brand-bg" : "hover:bg-sunken")}
    >
      {onToggle && (
        <td className="ps-1 print:hidden">
          <LineTick line={line} answer={answer} selected={selected ?? false} onToggle={onToggle} />
        </td>
      )}
      <td className={cx("py-2 pe-3 print:py-0.5 print:ps-1", !onToggle && "ps-4")}>
        <Link href={href} className="block rounded-sm font-medium break-words hover:text-brand hover:underline">
          {line.documentNo}
        </Link>
        <span
          className="block truncate text-[0.8125rem] text-mute"
          title={[line.description, line.orderNo].filter(Boolean).join(" · ")}
        >
          {[kindLabel(line.kind), line.description, line.orderNo].filter(Boolean).join(" · ")}
        </span>
        <SaidOfLine line={line} />
      </td>
      <td className="num hidden text-mute @min-[54rem]:table-cell print:table-cell">{line.documentDate}</td>
      <td className={cx("num", line.overdue ? "text-bad" : "text-mute")}>{line.dueDate}</td>
      <td className="num text-end font-semibold">
        {formatAmount(line.amount, currency)}
        {line.overdue && (
          <span className="block text-[0.75rem] font-medium text-bad">
            {words.overdueDays({ count: line.daysOverdue })}
          </span>
        )}
      </td>
      {!line.broughtForward && (
        <td className="num hidden text-end text-mute @min-[54rem]:table-cell print:table-cell">
          {line.open && formatAmount(line.open, currency)}
        </td>
      )}
      <td className="ps-5 pe-4 print:ps-2 print:pe-0 print:[&_span]:whitespace-normal">
        <AnswerChip answer={answer} />
      </td>
    </tr>
  );
});
