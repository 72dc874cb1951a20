import { ChevronLeft, ChevronRight } from "lucide-react";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import type { LineAnswer, StatementView } from "../../shared/api/types";
import { DocumentChain } from "../../shared/documents/DocumentChain";
import { kindLabel } from "../../shared/labels";
import * as words from "../../shared/lines/messages";
import * as shared from "../../shared/messages";
import { formatMoney, formatNumber, isZero } from "../../shared/money";
import { AnswerChip } from "../../shared/statement/AnswerChip";
import type { StatementLine } from "../../shared/statement/content";
import { Button, buttonClass } from "../../shared/ui/Button";
import { Facts } from "../../shared/ui/Layout";
import { Modal } from "../../shared/ui/Modal";
import { Empty } from "../../shared/ui/states";
import * as m from "../pages/messages";
import type { Answers } from "./actions";

const Proofs = lazy(() => import("../proofs/Proofs"));

/** One line with everything known about it, the documents it comes from, and the answers to choose from. */
export default function LineDetail({
  line,
  statement,
  answer,
  answering,
  mayAnswer,
  neighbours,
  href,
  onDispute,
  onClose,
}: {
  line: StatementLine | undefined;
  statement: StatementView;
  answer: LineAnswer | undefined;
  answering: Answers;
  mayAnswer: boolean;
  neighbours: { before?: number; after?: number };
  href: (no: number) => string;
  onDispute: () => void;
  onClose: () => void;
}) {
  if (!line) {
    return (
      <Modal title={shared.notFoundTitle()} onClose={onClose}>
        <Empty kind="unmatched" title={shared.nothingMatches()} />
      </Modal>
    );
  }
  const { currency } = statement;
  const money = (amount: string) => (amount && !isZero(amount) ? <Amount amount={amount} currency={currency} /> : "");
  return (
    <Modal
      placement="drawer"
      title={
        <span className="flex items-center gap-1">
          <Step to={neighbours.before} href={href} label={m.previousLine()} Icon={ChevronLeft} />
          <span className="min-w-0 break-all">{line.documentNo}</span>
          <Step to={neighbours.after} href={href} label={m.nextLine()} Icon={ChevronRight} />
        </span>
      }
      onClose={onClose}
      footer={
        <AnswerButtons
          line={line}
          statement={statement}
          answer={answer}
          answering={answering}
          mayAnswer={mayAnswer}
          onDispute={onDispute}
        />
      }
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <p className="text-mute">
            {line.broughtForward ? shared.broughtForward() : `${shared.no()} ${line.no}`} · {kindLabel(line.kind)}
          </p>
          <p className="num text-[1.75rem] leading-tight font-semibold">{formatMoney(line.amount, currency)}</p>
        </div>
        <AnswerChip answer={answer} />
      </div>
      {line.description && <p className="mt-2 break-words">{line.description}</p>}
      <Facts
        className="mt-4"
        facts={[
          [shared.documentDate(), line.documentDate],
          [
            shared.dueDate(),
            line.dueDate && (
              <span className={line.overdue ? "text-bad" : ""}>
                {line.dueDate}
                {line.overdue && ` · ${words.overdueDays({ count: line.daysOverdue })}`}
              </span>
            ),
          ],
          [shared.shipmentDate(), line.shipmentDate],
          [shared.orderNo(), line.orderNo],
          [shared.contractNo(), line.contractNo],
          [shared.invoiceNo(), line.invoiceNo],
          ...line.said,
          [shared.quantity(), line.quantity && formatNumber(line.quantity)],
          [shared.unitPrice(), line.unitPrice && formatNumber(line.unitPrice)],
          [shared.net(), money(line.net)],
          [shared.tax(), money(line.tax)],
          [shared.freight(), money(line.freight)],
          [shared.original(), money(line.original)],
          [shared.received(), money(line.received)],
          [shared.openAmount(), line.open && <Amount amount={line.open} currency={currency} />],
          [m.runningBalance(), line.balance && <Amount amount={line.balance} currency={currency} />],
        ]}
      />
      {line.documentId && (
        <Suspense>
          <Proofs document={line.documentId} />
        </Suspense>
      )}
      {line.documentId && (
        <DocumentChain
          documentId={line.documentId}
          currency={currency}
          hrefOf={(role, id) =>
            role === "dispute" ? `/p/disputes/${id}` : role === "statement" ? `/p/s/${id}` : `/p/documents/${id}`
          }
        />
      )}
    </Modal>
  );
}

function Amount({ amount, currency }: { amount: string; currency: string }) {
  return <span className="num">{formatMoney(amount, currency)}</span>;
}

function Step({
  to,
  href,
  label,
  Icon,
}: {
  to: number | undefined;
  href: (no: number) => string;
  label: string;
  Icon: typeof ChevronLeft;
}) {
  if (to === undefined) return null;
  return (
    <Link
      href={href(to)}
      replace
      aria-label={label}
      className="grid size-11 shrink-0 place-items-center rounded-xl text-mute hover:bg-sunken hover:text-ink"
    >
      <Icon className="size-5" aria-hidden="true" />
    </Link>
  );
}

function AnswerButtons({
  line,
  statement,
  answer,
  answering,
  mayAnswer,
  onDispute,
}: {
  line: StatementLine;
  statement: StatementView;
  answer: LineAnswer | undefined;
  answering: Answers;
  mayAnswer: boolean;
  onDispute: () => void;
}) {
  const { confirm, dispute, reopen } = statement.actions;
  if (answer?.answer === "disputed") {
    return answer.dispute_id ? (
      <Link href={`/p/disputes/${answer.dispute_id}`} className={buttonClass("primary", "flex-1")}>
        {m.openDispute()}
      </Link>
    ) : null;
  }
  if (answer?.answer === "submitted") return <p className="text-mute">{shared.answerSubmitted()}</p>;
  if (answer) {
    return reopen?.allowed ? (
      <Button className="flex-1" busy={answering.reopen.isPending} onClick={() => answering.reopen.mutate([line.no])}>
        {m.reopenLine()}
      </Button>
    ) : (
      <p className="text-mute">{reopen?.why}</p>
    );
  }
  if (!confirm?.allowed && !dispute?.allowed) return <p className="text-mute">{confirm?.why}</p>;
  return (
    <>
      <Button className="flex-1" disabled={!mayAnswer || !dispute?.allowed} title={dispute?.why} onClick={onDispute}>
        {m.raiseDispute()}
      </Button>
      <Button
        look="primary"
        className="flex-1"
        disabled={!mayAnswer || !confirm?.allowed}
        title={confirm?.why}
        busy={answering.confirm.isPending}
        onClick={() => answering.confirm.mutate({ lines: [line.no] })}
      >
        {m.confirmLines()}
      </Button>
    </>
  );
}
