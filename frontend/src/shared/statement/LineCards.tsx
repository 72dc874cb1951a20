import { memo, useRef } from "react";
import { Link } from "wouter";
import type { LineAnswer } from "../api/types";
import { cx } from "../classes";
import { kindLabel } from "../labels";
import * as words from "../lines/messages";
import * as m from "../messages";
import { formatMoney } from "../money";
import { AnswerChip } from "./AnswerChip";
import type { StatementLine } from "./content";
import { type LineListProps, LineTick, SaidOfLine } from "./LineTick";
import { useRows } from "./useRows";

/** The lines as one column of cards, for phones. Nothing that is money is ever cut: where it does not fit, it wraps. */
export default function LineCards({ lines, currency, answers, href, selection }: LineListProps) {
  const list = useRef<HTMLUListElement>(null);
  const rows = useRows(lines.length, 77, list);
  return (
    <ul ref={list} aria-label={m.statementLines()} style={{ paddingTop: rows.before, paddingBottom: rows.after }}>
      {rows.indexes.map((index) => {
        const line = lines[index];
        if (!line) return null;
        return (
          <Card
            key={line.no}
            line={line}
            index={index}
            count={lines.length}
            currency={currency}
            answer={answers.get(line.no)}
            href={href(line.no)}
            selected={selection?.selected.has(line.no)}
            onToggle={selection?.onToggle}
          />
        );
      })}
    </ul>
  );
}

interface CardProps {
  line: StatementLine;
  index: number;
  count: number;
  currency: string;
  answer: LineAnswer | undefined;
  href: string;
  selected: boolean | undefined;
  onToggle: ((no: number, range: boolean) => void) | undefined;
}

const Card = memo(function Card({ line, index, count, currency, answer, href, selected, onToggle }: CardProps) {
  return (
    <li
      data-index={index}
      aria-posinset={index + 1}
      aria-setsize={count}
      className={cx("flex items-stretch border-b border-line pe-4", selected && "bg-brand-bg", !onToggle && "ps-4")}
    >
      {onToggle && (
        <div className="flex w-12 shrink-0 items-center justify-center">
          <LineTick line={line} answer={answer} selected={selected ?? false} onToggle={onToggle} />
        </div>
      )}
      <Link href={href} className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-3 py-2.5">
        <span className="min-w-0 flex-1 basis-32">
          <span className="block font-medium break-all">{line.documentNo}</span>
          <span className="block truncate text-[0.8125rem] text-mute">
            {line.description || kindLabel(line.kind)}
            {line.orderNo && ` · ${line.orderNo}`}
          </span>
          <SaidOfLine line={line} />
          <span className={cx("num block text-[0.8125rem]", line.overdue ? "text-bad" : "text-mute")}>
            {line.dueDate ? m.dueOn({ date: line.dueDate }) : line.documentDate}
          </span>
        </span>
        <span className="ms-auto flex flex-col items-end gap-1">
          <span className="num font-semibold">{formatMoney(line.amount, currency)}</span>
          {line.overdue && (
            <span className="num text-[0.8125rem] font-medium text-bad">
              {words.overdueDays({ count: line.daysOverdue })}
            </span>
          )}
          <AnswerChip answer={answer} />
        </span>
      </Link>
    </li>
  );
});
