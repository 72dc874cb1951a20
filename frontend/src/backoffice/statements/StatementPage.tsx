import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { Link } from "wouter";
import { apiPath, post, query } from "../../shared/api/client";
import type { StatementView } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import { formatDate, formatInstant, formatRange } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import { statementStateLabel, statementStateTone } from "../../shared/labels";
import OrderToggle from "../../shared/lines/OrderToggle";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import {
  answersByLine,
  broughtForwardLines,
  chooseLines,
  countLines,
  lineFilters,
  movementLines,
  overdueFirst,
  saidOfCustomer,
} from "../../shared/statement/content";
import { integrity, statementKey, useContent, useStatement } from "../../shared/statement/data";
import { Equation } from "../../shared/statement/Equation";
import { Fingerprint } from "../../shared/statement/Fingerprint";
import { LineList } from "../../shared/statement/LineList";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { FormModal, ReasonModal } from "../../shared/ui/FormModal";
import { Card, CardHeading, Facts, Progress } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { Menu, MenuLink } from "../../shared/ui/Menu";
import { Money } from "../../shared/ui/Money";
import { SearchField } from "../../shared/ui/SearchField";
import { Chip } from "../../shared/ui/Status";
import { Empty, Failure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
import { EvidenceButton } from "../evidence/EvidenceButton";
import { finalLabel, finalTone } from "../finalization/data";
import MatchingPanel from "../matching/MatchingPanel";
import * as m from "../messages";
import StatementDeliveries from "../notices/StatementDeliveries";
import { Opening } from "../Opening";
import * as settings from "../settings/messages";
import { BeforeIssue, BeforeRevision } from "../versions/Before";
import * as versions from "../versions/messages";

const NotesCard = lazy(() => import("../notes/NotesCard"));
const FinalizationCard = lazy(() => import("../finalization/FinalizationCard"));
const Way = lazy(() => import("../progress/Way"));
const LinksCard = lazy(() => import("../links/LinksCard"));
const IssuesCard = lazy(() => import("../issues/IssuesCard"));
const RelatedCard = lazy(() => import("../versions/Related"));

/** A statement as the seller sees it: the same lines and answers, and what the seller may do with it. */
export default function StatementPage({ id }: { id: string }) {
  const statement = useStatement(id);
  const content = useContent(id, statement.data?.sha256);
  const { organization } = useSession();
  if (statement.error && !statement.data) {
    return <Failure error={statement.error} onRetry={() => void statement.refetch()} />;
  }
  const data = statement.data;
  if (!data) return <Opening />;
  const instant = (at: string | undefined) => at && formatInstant(at, organization.time_zone);
  return (
    <>
      <p className="text-mute">
        <Link href="/console/statements" className="hover:text-ink hover:underline">
          {m.navStatements()}
        </Link>{" "}
        ›{" "}
        <Link href={`/console/customers/${data.customer.id}`} className="hover:text-ink hover:underline">
          {data.customer.name}
        </Link>
      </p>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-[1.375rem] font-semibold">{data.statement_no}</h1>
        <Chip tone={statementStateTone(data.state)}>{statementStateLabel(data.state)}</Chip>
        {data.finalization && <Chip tone={finalTone(data.finalization)}>{finalLabel(data.finalization)}</Chip>}
        {data.version > 1 && <span className="text-mute">{shared.version({ n: data.version })}</span>}
        <StatementActions statement={data} />
      </div>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
        <div className="min-w-0 space-y-4">
          <Card className="grid md:grid-cols-2">
            <div className="p-4">
              <p className="text-mute">
                {shared.closingBalance()} <span className="num">{formatRange(data.period_start, data.cut_off)}</span>
              </p>
              <Money
                amount={data.closing}
                currency={data.currency}
                className="block text-[1.75rem] leading-tight font-semibold"
              />
              <div className="mt-3">
                <Progress
                  done={data.answered_count}
                  of={data.line_count}
                  label={m.progress({
                    done: data.answered_count,
                    total: data.line_count,
                    disputed: data.disputed_count,
                  })}
                />
              </div>
            </div>
            <div className="border-t border-line p-4 md:border-s md:border-t-0">
              <Equation
                statement={data}
                adjustmentLink={(dispute, no) => (
                  <Link href={`/console/disputes?view=all&id=${dispute}`} className="text-brand underline">
                    {no}
                  </Link>
                )}
              />
            </div>
          </Card>
          <Lines statement={data} content={content} />
          <Suspense>
            <RelatedCard id={id} />
          </Suspense>
        </div>
        <aside className="space-y-4">
          {data.state !== "draft" && (
            <Suspense>
              <FinalizationCard statement={id} />
            </Suspense>
          )}
          <MatchingPanel statementId={id} />
          <Card className="p-4">
            <Facts
              facts={[
                [shared.overdue(), <Money key="o" amount={data.overdue} currency={data.currency} />],
                [shared.disputedAmount(), <Money key="d" amount={data.disputed} currency={data.currency} />],
                [shared.answerConfirmed(), <Money key="c" amount={data.confirmed_amount} currency={data.currency} />],
                [
                  shared.undisputedBalance(),
                  <Money key="u" amount={data.undisputed_balance} currency={data.currency} />,
                ],
                [shared.agreedBalance(), <Money key="a" amount={data.agreed_balance} currency={data.currency} />],
                [m.issuedAt(), instant(data.issued_at)],
                [m.viewedAt(), instant(data.viewed_at)],
                [m.answerDue(), data.answer_due && formatDate(data.answer_due)],
                [m.agreedAt(), instant(data.agreed_at)],
                ...(content.data ? saidOfCustomer(content.data.content) : []),
                [settings.usedTemplate(), data.template_version],
                [settings.usedRule(), data.inclusion_version],
              ]}
            />
          </Card>
          <Card className="p-4">
            <Fingerprint sha256={data.sha256} state={integrity(content.data, data.sha256)} />
          </Card>
          <Card className="pb-3">
            <CardHeading>{m.answersGiven()}</CardHeading>
            {data.confirmations.length === 0 ? (
              <p className="px-4 text-mute">{m.noAnswers()}</p>
            ) : (
              <ul className="divide-y divide-line">
                {data.confirmations.map((it) => (
                  <li key={it.id} className="px-4 py-2">
                    <p>
                      {it.whole
                        ? m.confirmedWhole({ who: it.actor_name })
                        : m.confirmedLines({ who: it.actor_name, count: it.lines.length })}
                    </p>
                    <p className="text-mute">
                      {instant(it.created_at)} · <Money amount={it.amount} currency={data.currency} />
                    </p>
                    {it.remark && <p className="break-words">“{it.remark}”</p>}
                  </li>
                ))}
              </ul>
            )}
          </Card>
          {data.state !== "draft" && (
            <Suspense>
              <LinksCard statement={data.id} />
              <IssuesCard of="statement_id" id={data.id} />
              <NotesCard of="statements" id={data.id} />
            </Suspense>
          )}
          {data.state !== "draft" && (
            <Suspense>
              <Way id={id} />
            </Suspense>
          )}
          <StatementDeliveries id={id} />
          <Card className="pb-3">
            <CardHeading
              action={
                data.version > 1 && (
                  <Link
                    href={`/console/statements/${id}/versions`}
                    className="flex min-h-8 items-center px-2 text-brand hover:underline"
                  >
                    {versions.open()}
                  </Link>
                )
              }
            >
              {m.versions()}
            </CardHeading>
            <ul>
              {data.versions.map((it) => (
                <li key={it.version} className="px-4 py-1">
                  {shared.version({ n: it.version })} <span className="text-mute">{instant(it.created_at)}</span>
                  {it.reason && <span className="block text-mute">{it.reason}</span>}
                </li>
              ))}
            </ul>
          </Card>
        </aside>
      </div>
    </>
  );
}

function Lines({ statement, content }: { statement: StatementView; content: ReturnType<typeof useContent> }) {
  const [params, change] = useParams();
  const brought = params.get("tab") === "brought";
  const filter = lineFilters.find((it) => it === params.get("filter")) ?? "all";
  const search = params.get("q") ?? "";
  const frozen = content.data;
  const answers = useMemo(() => answersByLine(statement.answers), [statement.answers]);
  const movements = useMemo(() => (frozen ? movementLines(frozen.content) : []), [frozen]);
  const forward = useMemo(() => (frozen ? broughtForwardLines(frozen.content) : []), [frozen]);
  const lines = brought ? forward : movements;
  const lateFirst = params.get("order") !== "document";
  const shown = useMemo(() => {
    const chosen = chooseLines(lines, filter, search, answers);
    return lateFirst ? overdueFirst(chosen) : chosen;
  }, [lines, filter, search, answers, lateFirst]);
  const counts = useMemo(() => countLines(lines, answers), [lines, answers]);
  const byNo = useMemo(() => new Map(lines.map((line) => [line.no, line])), [lines]);
  const href = useCallback(
    (no: number) => {
      const dispute = answers.get(no)?.dispute_id;
      return dispute ? `/console/disputes?view=all&id=${dispute}` : `/console/documents/${byNo.get(no)?.documentId}`;
    },
    [answers, byNo],
  );
  const labels = {
    all: shared.all(),
    waiting: shared.answerWaiting(),
    disputed: shared.answerDisputed(),
    confirmed: shared.answerConfirmed(),
    submitted: shared.answerSubmitted(),
    overdue: shared.overdue(),
  };
  return (
    <div>
      {forward.length > 0 && (
        <nav aria-label={m.tabsLabel()} className="mb-2 flex gap-1 border-b border-line">
          {(
            [
              [undefined, m.thisPeriod(), movements.length],
              ["brought", shared.broughtForward(), forward.length],
            ] as const
          ).map(([value, label, count]) => (
            <button
              key={label}
              type="button"
              aria-current={brought === (value === "brought") ? "true" : undefined}
              onClick={() => change({ tab: value, filter: undefined })}
              className={cx(
                "-mb-px min-h-9 border-b-2 px-3 font-medium",
                brought === (value === "brought")
                  ? "border-brand text-brand"
                  : "border-transparent text-mute hover:text-ink",
              )}
            >
              {label}
              <span className="num ms-1.5 font-normal">{text(count)}</span>
            </button>
          ))}
        </nav>
      )}
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <div className="min-w-0 max-w-full">
          <FilterChips
            label={shared.state()}
            value={filter}
            choices={lineFilters
              .filter((it) => it === "all" || counts[it] > 0 || it === filter)
              .map((it) => ({ value: it, label: labels[it], count: counts[it] }))}
            onChange={(next) => change({ filter: next === "all" ? undefined : next })}
          />
        </div>
        <SearchField
          className="w-full sm:w-64"
          placeholder={m.searchLines()}
          value={search}
          delay={120}
          onChange={(next) => change({ q: next })}
        />
      </div>
      {counts.overdue > 0 && counts.all > 1 && (
        <OrderToggle on={lateFirst} onChange={(on) => change({ order: on ? undefined : "document" })} />
      )}
      <Card className="overflow-clip">
        <Listed
          list={{ items: frozen && shown, error: content.error, refetch: content.refetch }}
          rows={8}
          empty={
            lines.length === 0 ? (
              <Empty kind="nothing" title={m.noLines()} />
            ) : (
              <NothingMatches onClear={() => change({ filter: undefined, q: undefined })} />
            )
          }
        >
          {(items) => <LineList lines={items} currency={statement.currency} answers={answers} href={href} />}
        </Listed>
      </Card>
    </div>
  );
}

type Asked = "issue" | "revise" | "cancel";

function StatementActions({ statement }: { statement: StatementView }) {
  const [asked, setAsked] = useState<Asked>();
  const { issue, revise, cancel } = statement.actions;
  return (
    <div className="no-print ms-auto flex flex-wrap items-center gap-2">
      <Menu label={shared.download()} button={shared.download()}>
        {["pdf", "xlsx", "csv", "json", "ubl"].map((format) => (
          <MenuLink key={format} download href={apiPath(`/statements/${statement.id}/file${query({ format })}`)}>
            {format.toUpperCase()}
          </MenuLink>
        ))}
      </Menu>
      <EvidenceButton statement={statement.id} name={statement.statement_no} />
      {cancel && !statement.finalization && (
        <Button look="danger" disabled={!cancel.allowed} title={cancel.why} onClick={() => setAsked("cancel")}>
          {m.cancelStatement()}
        </Button>
      )}
      {revise && !statement.finalization && (
        <Button disabled={!revise.allowed} title={revise.why} onClick={() => setAsked("revise")}>
          {m.reviseStatement()}
        </Button>
      )}
      {issue && (
        <Button look="primary" disabled={!issue.allowed} title={issue.why} onClick={() => setAsked("issue")}>
          {m.issueStatement()}
        </Button>
      )}
      {asked && <Ask what={asked} statement={statement} onClose={() => setAsked(undefined)} />}
    </div>
  );
}

function Ask({ what, statement, onClose }: { what: Asked; statement: StatementView; onClose: () => void }) {
  const client = useQueryClient();
  const words = {
    issue: { title: m.issueStatement(), text: m.issueText(), done: m.issued() },
    revise: { title: m.reviseStatement(), text: m.reviseText(), done: m.revised() },
    cancel: { title: m.cancelStatement(), text: m.cancelText(), done: m.cancelled() },
  }[what];
  const path = { issue: "issue", revise: "revision", cancel: "cancellation" }[what];
  const act = useMutation({
    mutationFn: (reason: string) =>
      post<StatementView>(
        `/statements/${statement.id}/${path}`,
        what === "issue" ? { version: statement.version } : { reason },
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: statementKey(statement.id) });
      void client.invalidateQueries({ queryKey: ["list"] });
      void client.invalidateQueries({ queryKey: ["dashboard"] });
      toast(words.done);
      onClose();
    },
  });
  const ask = {
    title: `${words.title} · ${statement.statement_no}`,
    action: words.title,
    busy: act.isPending,
    error: act.error,
    onClose,
  };
  const broad = "w-[min(44rem,calc(100vw-2rem))]";
  if (what === "issue") {
    const again = statement.version > 1;
    return (
      <FormModal {...ask} className={again ? broad : ""} onSubmit={() => act.mutate("")}>
        <p>{words.text}</p>
        {again && <BeforeIssue id={statement.id} />}
      </FormModal>
    );
  }
  const revising = what === "revise";
  return (
    <ReasonModal {...ask} look={revising ? "primary" : "danger"} className={revising ? broad : ""} onGive={act.mutate}>
      <p>{words.text}</p>
      {revising && <BeforeRevision id={statement.id} />}
    </ReasonModal>
  );
}
