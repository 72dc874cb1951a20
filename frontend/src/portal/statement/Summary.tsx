import { ChevronLeft, CircleCheck, Download } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { apiPath, query } from "../../shared/api/client";
import type { StatementView } from "../../shared/api/types";
import { formatRange, readersDeadline } from "../../shared/dates";
import { locale } from "../../shared/i18n/locale";
import { statementStateLabel, statementStateTone } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatMoney, isZero } from "../../shared/money";
import { nameOf } from "../../shared/names";
import { useSession } from "../../shared/session";
import type { Integrity } from "../../shared/statement/data";
import { Equation } from "../../shared/statement/Equation";
import { Button } from "../../shared/ui/Button";
import { Card, Progress } from "../../shared/ui/Layout";
import { Menu, MenuLink } from "../../shared/ui/Menu";
import { Chip } from "../../shared/ui/Status";
import { Notice, WriteFailure } from "../../shared/ui/states";
import * as m from "../messages";

const formats = ["pdf", "xlsx", "csv", "json", "ubl"] as const;

/** The head of a statement: who asks, how much, what to do next, and how the amount comes about. */
export function Summary({
  statement,
  integrity,
  confirmError,
  onConfirmAll,
}: {
  statement: StatementView;
  integrity: Integrity;
  confirmError: unknown;
  onConfirmAll: (() => void) | undefined;
}) {
  const { link, customer } = useSession();
  const seller = nameOf(statement.organization);
  const submitted = (statement.reviews ?? []).reduce(
    (sum, it) => sum + (it.kind === "confirmation" ? it.lines.length : 0),
    0,
  );
  const left = statement.line_count - statement.answered_count - submitted;
  return (
    <>
      <div className="mb-3 flex items-start gap-1">
        {!link && (
          <Link
            href="/p/statements"
            aria-label={m.backToStatements()}
            className="no-print -ms-2 grid size-11 shrink-0 place-items-center rounded-xl text-mute hover:bg-sunken hover:text-ink"
          >
            <ChevronLeft className="size-5" aria-hidden="true" />
          </Link>
        )}
        <div className="min-w-0 flex-1">
          <h1 className="text-[1.125rem] leading-snug font-semibold break-words">{seller}</h1>
          {customer && <p className="hidden print:block">{nameOf(customer)}</p>}
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-mute">
            <span className="break-all">
              {shared.statement()} {statement.statement_no}
            </span>
            {statement.version > 1 && <span>{shared.version({ n: statement.version })}</span>}
            <Chip tone={statementStateTone(statement.state)}>{statementStateLabel(statement.state)}</Chip>
          </p>
        </div>
        <DownloadMenu statement={statement} />
      </div>
      {integrity === "mismatch" && (
        <div className="mb-3">
          <Notice tone="bad" role="alert">
            {shared.fingerprintMismatch()}
          </Notice>
        </div>
      )}
      <Card className="grid md:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <div className="p-5 md:p-6">
          <p className="text-mute">
            {shared.closingBalance()}
            <span className="num ms-2">{formatRange(statement.period_start, statement.cut_off)}</span>
          </p>
          <p className={`num my-0.5 leading-tight font-semibold tracking-tight ${balanceSize(statement)}`}>
            {formatMoney(statement.closing, statement.currency)}
          </p>
          <Facts statement={statement} />
          <div className="mt-4 space-y-3">
            <NextStep statement={statement} left={left} submitted={submitted} onConfirmAll={onConfirmAll} />
            <WriteFailure error={confirmError} />
            <Progress
              done={statement.answered_count}
              of={statement.line_count}
              label={m.progress({
                done: statement.answered_count,
                total: statement.line_count,
                disputed: statement.disputed_count,
              })}
            />
            <p className="no-print flex flex-wrap gap-x-6">
              {[
                ["matching", m.matchBooks()],
                ["pay", m.payOnline()],
              ].map(([page, word]) => (
                <Link
                  key={page}
                  href={`/p/s/${statement.id}/${page}`}
                  className="inline-flex min-h-11 items-center font-medium text-brand hover:underline"
                >
                  {word}
                </Link>
              ))}
            </p>
          </div>
        </div>
        <div className="border-t border-line p-5 md:border-s md:border-t-0 md:p-6">
          <p className="mb-1 text-end text-[0.8125rem] text-mute">{statement.currency}</p>
          <Equation
            statement={statement}
            adjustmentLink={(id, no) => (
              <Link href={`/p/disputes/${id}`} className="text-brand underline">
                {no}
              </Link>
            )}
          />
        </div>
      </Card>
    </>
  );
}

/** A long amount is written smaller, never cut. */
function balanceSize(statement: StatementView): string {
  const length = formatMoney(statement.closing, statement.currency).length;
  return length > 16
    ? "text-[clamp(1.125rem,6vw,2.25rem)]"
    : length > 12
      ? "text-[clamp(1.375rem,8vw,2.75rem)]"
      : "text-[clamp(1.75rem,9vw,2.75rem)]";
}

function Facts({ statement }: { statement: StatementView }) {
  const { organization } = useSession();
  const facts: ReactNode[] = [];
  if (!isZero(statement.overdue)) {
    facts.push(
      <span key="overdue" className="font-medium text-bad">
        {m.ofWhichOverdue({ amount: formatMoney(statement.overdue, statement.currency) })}
      </span>,
    );
  }
  if (!isZero(statement.disputed)) {
    facts.push(
      <span key="disputed" className="font-medium text-warn">
        {m.ofWhichDisputed({ amount: formatMoney(statement.disputed, statement.currency) })}
      </span>,
    );
  }
  if (statement.answer_due && (statement.state === "issued" || statement.state === "viewed")) {
    facts.push(
      <span key="due" className="text-mute">
        {m.pleaseAnswerBy({ date: readersDeadline(statement.answer_due, organization.time_zone) })}
      </span>,
    );
  }
  return <p className="flex flex-wrap gap-x-4 gap-y-0.5">{facts}</p>;
}

function NextStep({
  statement,
  left,
  submitted,
  onConfirmAll,
}: {
  statement: StatementView;
  left: number;
  submitted: number;
  onConfirmAll: (() => void) | undefined;
}) {
  if (statement.state === "agreed") {
    return (
      <p className="flex items-center gap-2 font-medium text-ok">
        <CircleCheck className="size-5 shrink-0" aria-hidden="true" />
        {m.allAgreed()}
      </p>
    );
  }
  // A proposal is the customer's to answer, so the page does not say that the seller is at work.
  const proposal = statement.answers.find((it) => it.dispute_state === "proposed")?.dispute_id;
  if (left === 0 && proposal) {
    return (
      <Link
        href={`/p/disputes/${proposal}`}
        className="inline-flex min-h-11 items-center font-medium text-brand hover:underline"
      >
        {m.waitProposal()}
      </Link>
    );
  }
  if (left === 0) {
    return <p className="font-medium">{submitted > 0 ? shared.answerSubmitted() : m.waitingForDisputes()}</p>;
  }
  const why = statement.actions.confirm?.why;
  return (
    <>
      <Button look="primary" className="w-full md:w-auto md:min-w-64" disabled={!onConfirmAll} onClick={onConfirmAll}>
        {left === statement.line_count ? m.confirmAll({ count: left }) : m.confirmRest({ count: left })}
      </Button>
      {!onConfirmAll && why && <p className="text-mute">{why}</p>}
    </>
  );
}

function DownloadMenu({ statement }: { statement: StatementView }) {
  if (statement.actions.download && !statement.actions.download.allowed) return null;
  return (
    <Menu
      label={shared.download()}
      className="shrink-0"
      button={
        <>
          <Download className="size-5 text-mute" aria-hidden="true" />
          <span className="hidden sm:inline">{shared.download()}</span>
        </>
      }
    >
      {formats.map((format) => (
        <MenuLink key={format} download href={filePath(statement.id, format)}>
          {format.toUpperCase()}
        </MenuLink>
      ))}
    </Menu>
  );
}

export function filePath(id: string, format: string): string {
  return apiPath(`/statements/${id}/file${query({ format, locale: locale() })}`);
}
