import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { ApiError, post } from "../../shared/api/client";
import type { StatementView } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import { text } from "../../shared/i18n/locale";
import { useMedia, usePrinting, usePrintTitle } from "../../shared/media";
import * as shared from "../../shared/messages";
import { sum } from "../../shared/money";
import { useSession } from "../../shared/session";
import {
  answersByLine,
  broughtForwardLines,
  chooseLines,
  countLines,
  type LineFilter,
  lineFilters,
  movementLines,
  overdueFirst,
  type StatementLine,
} from "../../shared/statement/content";
import { type FrozenContent, integrity, useContent, useStatement } from "../../shared/statement/data";
import { LineList, useWideLines } from "../../shared/statement/LineList";
import { coverage, extendTo, toggleAll, toggleLine } from "../../shared/statement/selection";
import { Button } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as m from "../messages";
import { Opening } from "../Opening";
import { useAnswers } from "./actions";
import { Filters } from "./Filters";
import { SelectAll } from "./SelectAll";
import { Summary } from "./Summary";

const OrderToggle = lazy(() => import("../../shared/lines/OrderToggle"));
const Failures = lazy(() => import("./Failures"));
const fetchSelectionBar = () => import("./SelectionBar");
const SelectionBar = lazy(fetchSelectionBar);
const SidePanel = lazy(() => import("./SidePanel"));
const ConfirmWhole = lazy(() => import("./ConfirmWhole"));
const SinceAgreed = lazy(() => import("../since/SinceAgreed"));
const Elsewhere = lazy(() => import("../since/Elsewhere"));
const ReviewNotes = lazy(() => import("../review/ReviewNotes"));
const PaidCard = lazy(() => import("../pay/OfStatement"));
const LineDetail = lazy(() => import("./LineDetail"));
const DisputeSheet = lazy(() => import("./DisputeSheet"));

/** One statement: its balance, its lines, and the customer's answers to them. */
export function StatementPage({ id, no }: { id: string; no?: string }) {
  const session = useSession();
  const statement = useStatement(id);
  const content = useContent(id, statement.data?.sha256);
  useFirstView(statement.data);

  if (statement.error && !statement.data) {
    if (statement.error instanceof ApiError && statement.error.status === 404 && (session.customers ?? []).length > 1) {
      return (
        <Suspense>
          <Elsewhere statement={id} error={statement.error} />
        </Suspense>
      );
    }
    return <Failure error={statement.error} onRetry={() => void statement.refetch()} />;
  }
  if (!statement.data) return <Opening />;
  return (
    <Loaded
      statement={statement.data}
      frozen={content.data}
      contentError={content.error}
      retryContent={() => void content.refetch()}
      lineNo={no === undefined ? undefined : Number(no)}
    />
  );
}

/** Records that the customer has seen the statement. A failure is no concern of the reader. */
function useFirstView(statement: StatementView | undefined) {
  const told = useRef(false);
  const id = statement?.id;
  const unseen = statement?.state === "issued";
  useEffect(() => {
    if (!id || !unseen || told.current) return;
    told.current = true;
    post(`/statements/${id}/view`, {}).catch(() => undefined);
  }, [id, unseen]);
}

type Tab = "lines" | "brought" | "details";

interface LoadedProps {
  statement: StatementView;
  frozen: FrozenContent | undefined;
  contentError: Error | null;
  retryContent: () => void;
  lineNo: number | undefined;
}

function Loaded({ statement, frozen, contentError, retryContent, lineNo }: LoadedProps) {
  const [params, change] = useParams();
  const [, navigate] = useLocation();
  const wide = useWideLines();
  const broad = useMedia("(min-width: 68.75rem)");
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const printing = usePrinting();
  // Paper is narrow, but what stands beside the lines on the screen is printed after them, not taken away meanwhile.
  const before = useRef(broad);
  if (!printing) before.current = broad;
  const roomy = printing ? before.current : broad;
  const [disputing, setDisputing] = useState<number[]>();
  const [confirmingAll, setConfirmingAll] = useState(false);
  const anchor = useRef<number>(undefined);
  const sound = integrity(frozen, statement.sha256);
  useEffect(() => {
    if (frozen) void fetchSelectionBar(); // so that the first tick waits for nothing
  }, [frozen]);
  usePrintTitle(`${shared.statement()} ${statement.statement_no}`);
  const answering = useAnswers(statement, frozen?.digest ?? statement.sha256);

  const movements = useMemo(() => (frozen ? movementLines(frozen.content) : []), [frozen]);
  const brought = useMemo(() => (frozen ? broughtForwardLines(frozen.content) : []), [frozen]);
  const byNo = useMemo(() => new Map([...movements, ...brought].map((line) => [line.no, line])), [movements, brought]);
  const answers = useMemo(
    () => answersByLine(statement.answers, statement.reviews),
    [statement.answers, statement.reviews],
  );

  const asked = params.get("tab");
  const tab: Tab = asked === "brought" || (asked === "details" && !roomy) ? asked : "lines";
  const filter = lineFilters.find((it) => it === params.get("filter")) ?? "all";
  const search = params.get("q") ?? "";
  const tabLines = tab === "brought" ? brought : movements;
  const lateFirst = params.get("order") !== "document";
  const shown = useMemo(() => {
    const chosen = chooseLines(tabLines, filter, search, answers);
    return lateFirst ? overdueFirst(chosen) : chosen;
  }, [tabLines, filter, search, answers, lateFirst]);
  const counts = useMemo(() => countLines(tabLines, answers), [tabLines, answers]);
  const tickable = useMemo(
    () => shown.filter((line) => !answers.has(line.no)).map((line) => line.no),
    [shown, answers],
  );

  const order = useRef(tickable);
  order.current = tickable;
  const toggle = useCallback((no: number, range: boolean) => {
    const from = range ? anchor.current : undefined;
    setSelected((before) => (range ? extendTo(before, order.current, from, no) : toggleLine(before, no)));
    anchor.current = no;
  }, []);

  // A line that was answered meanwhile, here or by a colleague, is no longer ticked.
  const ticked = useMemo(
    () => [...selected].filter((no) => !answers.has(no) && byNo.has(no)),
    [selected, answers, byNo],
  );
  const tickedSet = useMemo(() => new Set(ticked), [ticked]);
  const tickedSum = useMemo(
    () =>
      sum(
        ticked.map((no) => byNo.get(no)?.amount ?? "0"),
        statement.currency,
      ),
    [ticked, byNo, statement.currency],
  );

  const trusted = sound !== "mismatch";
  const mayConfirm = trusted && Boolean(statement.actions.confirm?.allowed);
  const mayDispute = trusted && Boolean(statement.actions.dispute?.allowed);
  const home = `/p/s/${statement.id}`;
  const query = params.toString();
  const href = useCallback((no: number) => `${home}/lines/${no}${query ? `?${query}` : ""}`, [home, query]);
  const canTick = mayConfirm || mayDispute;
  const selectAll = (
    <SelectAll
      state={coverage(tickedSet, tickable)}
      count={tickable.length}
      wordy={!wide}
      onToggle={() => setSelected((before) => toggleAll(before, tickable))}
    />
  );

  function confirmTicked() {
    answering.confirm.mutate(
      { lines: ticked },
      { onSuccess: ({ refused }) => setSelected(new Set(refused.map((it) => it.line_no))) },
    );
  }

  function select(next: Tab) {
    change({ tab: next === "lines" ? undefined : next, filter: undefined, q: undefined });
  }

  return (
    <>
      <Summary
        statement={statement}
        integrity={sound}
        confirmError={answering.confirm.error}
        onConfirmAll={mayConfirm ? () => setConfirmingAll(true) : undefined}
      />
      <Suspense>{frozen && <SinceAgreed statement={statement} href={href} />}</Suspense>
      {!roomy && tab !== "details" && (
        <Suspense>
          <PaidCard statement={statement} />
        </Suspense>
      )}
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_18rem] lg:items-start">
        <div className="min-w-0">
          <Tabs tab={tab} lines={movements.length} brought={brought.length} details={!roomy} onSelect={select} />
          {tab === "details" ? (
            <Suspense fallback={<SkeletonRows rows={8} />}>
              <SidePanel statement={statement} content={frozen?.content} integrity={sound} answering={answering} />
            </Suspense>
          ) : (
            <>
              {statement.reviews && (
                <Suspense>
                  <ReviewNotes reviews={statement.reviews} />
                </Suspense>
              )}
              {answering.refused.length > 0 && (
                <Suspense>
                  <Failures refused={answering.refused} byNo={byNo} onClose={answering.forgetRefused} />
                </Suspense>
              )}
              {counts.overdue > 0 && counts.all > 1 && (
                <Suspense>
                  <OrderToggle on={lateFirst} onChange={(on) => change({ order: on ? undefined : "document" })} />
                </Suspense>
              )}
              <Filters
                filter={filter}
                counts={counts}
                search={search}
                onFilter={(next) => change({ filter: next === "all" ? undefined : next })}
                onSearch={(next) => change({ q: next })}
                selectAll={!wide && canTick && tickable.length > 0 ? selectAll : undefined}
              />
              {printing && filter === "all" && !search && (
                <>
                  <Printed title={m.tabLines()} lines={movements} currency={statement.currency} answers={answers} />
                  <Printed
                    title={shared.broughtForward()}
                    lines={brought}
                    currency={statement.currency}
                    answers={answers}
                  />
                </>
              )}
              <Card
                className={cx(
                  "-mx-3 overflow-clip rounded-none border-x-0 sm:mx-0 sm:rounded-(--radius-card) sm:border-x",
                  filter === "all" && !search && "print:hidden",
                )}
              >
                {contentError && !frozen ? (
                  <Failure error={contentError} onRetry={retryContent} />
                ) : !frozen ? (
                  <SkeletonRows rows={10} />
                ) : shown.length === 0 ? (
                  <NothingShown
                    total={tabLines.length}
                    filter={filter}
                    search={search}
                    onClear={() => change({ filter: undefined, q: undefined })}
                  />
                ) : (
                  <LineList
                    lines={shown}
                    currency={statement.currency}
                    answers={answers}
                    href={href}
                    selection={canTick ? { selected: tickedSet, onToggle: toggle } : undefined}
                    selectAll={tickable.length > 0 ? selectAll : undefined}
                  />
                )}
              </Card>
            </>
          )}
        </div>
        {roomy && (
          <Suspense fallback={<SkeletonRows rows={8} />}>
            <SidePanel statement={statement} content={frozen?.content} integrity={sound} answering={answering} />
          </Suspense>
        )}
      </div>

      <Suspense>
        {ticked.length > 0 && (
          <SelectionBar
            count={ticked.length}
            sum={tickedSum}
            currency={statement.currency}
            busy={answering.confirm.isPending}
            confirm={statement.actions.confirm}
            dispute={statement.actions.dispute}
            onClear={() => setSelected(new Set())}
            onDispute={() => setDisputing(ticked)}
            onConfirm={confirmTicked}
          />
        )}
      </Suspense>
      <Suspense>
        {confirmingAll && (
          <ConfirmWhole
            statement={statement}
            answering={answering}
            onClose={() => setConfirmingAll(false)}
            onDone={() => {
              setConfirmingAll(false);
              setSelected(new Set());
            }}
          />
        )}
        {lineNo !== undefined && frozen && disputing === undefined && (
          <LineDetail
            line={byNo.get(lineNo)}
            statement={statement}
            answer={answers.get(lineNo)}
            answering={answering}
            mayAnswer={trusted}
            neighbours={neighbours(shown, lineNo)}
            href={href}
            onDispute={() => setDisputing([lineNo])}
            onClose={() => navigate(query ? `${home}?${query}` : home)}
          />
        )}
        {disputing && (
          <DisputeSheet
            lines={disputing.map((no) => byNo.get(no)).filter((line): line is StatementLine => line !== undefined)}
            statement={statement}
            answering={answering}
            onClose={() => setDisputing(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}

/** On paper there are no tabs: what is in them follows one after the other, in the statement's own order. */
function Printed({
  title,
  lines,
  currency,
  answers,
}: {
  title: string;
  lines: StatementLine[];
  currency: string;
  answers: ReturnType<typeof answersByLine>;
}) {
  if (lines.length === 0) return null;
  return (
    <section className="mb-4">
      <h2 className="mb-1 font-semibold">{title}</h2>
      <LineList lines={lines} currency={currency} answers={answers} href={() => ""} />
    </section>
  );
}

function neighbours(shown: StatementLine[], no: number): { before?: number; after?: number } {
  const at = shown.findIndex((line) => line.no === no);
  return at < 0 ? {} : { before: shown[at - 1]?.no, after: shown[at + 1]?.no };
}

function Tabs({
  tab,
  lines,
  brought,
  details,
  onSelect,
}: {
  tab: Tab;
  lines: number;
  brought: number;
  details: boolean;
  onSelect: (tab: Tab) => void;
}) {
  const tabs: { value: Tab; label: string; count?: number }[] = [
    { value: "lines", label: m.tabLines(), count: lines },
    ...(brought > 0 ? [{ value: "brought" as const, label: shared.broughtForward(), count: brought }] : []),
    ...(details ? [{ value: "details" as const, label: m.tabDetails() }] : []),
  ];
  if (tabs.length === 1) return null;
  return (
    <nav aria-label={m.tabsLabel()} className="hide-scrollbar mb-2 flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map((it) => (
        <button
          key={it.value}
          type="button"
          aria-current={tab === it.value ? "true" : undefined}
          onClick={() => onSelect(it.value)}
          className={`-mb-px min-h-11 shrink-0 border-b-2 px-3 font-medium ${
            tab === it.value ? "border-brand text-brand" : "border-transparent text-mute hover:text-ink"
          }`}
        >
          {it.label}
          {it.count !== undefined && <span className="num ms-1.5 font-normal">{text(it.count)}</span>}
        </button>
      ))}
    </nav>
  );
}

function NothingShown({
  total,
  filter,
  search,
  onClear,
}: {
  total: number;
  filter: LineFilter;
  search: string;
  onClear: () => void;
}) {
  if (total === 0) {
    return (
      <Empty kind="nothing" title={m.noLines()}>
        {m.noLinesHint()}
      </Empty>
    );
  }
  if (filter === "waiting" && !search) {
    return (
      <Empty kind="done" title={m.allAnswered()} action={<Button onClick={onClear}>{shared.all()}</Button>}>
        {m.allLinesAnsweredHint()}
      </Empty>
    );
  }
  return (
    <Empty
      kind="unmatched"
      title={shared.nothingMatches()}
      action={<Button onClick={onClear}>{shared.clearFilters()}</Button>}
    >
      {shared.nothingMatchesHint()}
    </Empty>
  );
}
