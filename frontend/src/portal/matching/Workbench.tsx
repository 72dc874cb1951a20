import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { Link } from "wouter";
import { cx } from "../../shared/classes";
import * as words from "../../shared/matching/messages";
import type { MatchingCurrent, MatchingView } from "../../shared/matching/types";
import { classes, classLabel } from "../../shared/matching/words";
import * as shared from "../../shared/messages";
import { formatMoney, sum } from "../../shared/money";
import { Button, buttonClass } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, Facts } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty, Notice, WriteFailure } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { type ClassFilter, choose, gather, type Shown } from "./choose";
import type { MatchingActs } from "./data";
import { useGroups } from "./data";
import { GroupList } from "./GroupList";
import * as m from "./messages";

const GroupSheet = lazy(() => import("./GroupSheet"));
const CompleteSheet = lazy(() => import("./CompleteSheet"));
const BalanceSheet = lazy(() => import("./BalanceSheet"));

/** What matched and what did not, to be looked through and decided; then everything is done in one step. */
export function Workbench({
  view,
  current,
  acts,
  onOther,
}: {
  view: MatchingView;
  current: MatchingCurrent;
  acts: MatchingActs;
  onOther: (() => void) | undefined;
}) {
  const [params, change] = useParams();
  const groups = useGroups(view.statement_id, current.row_version);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [opened, setOpened] = useState<number[]>();
  const [finishing, setFinishing] = useState(false);
  const [stating, setStating] = useState(false);
  const filter = (params.get("class") ?? "all") as ClassFilter;
  const search = params.get("q") ?? "";
  const all = useMemo(() => (groups.data ? gather(groups.data) : []), [groups.data]);
  const shown = useMemo(() => choose(all, filter, search), [all, filter, search]);
  const byNo = useMemo(() => new Map(all.map((it) => [it.group.no, it])), [all]);
  const picked = useMemo(
    () => [...selected].map((no) => byNo.get(no)).filter((it): it is Shown => it !== undefined),
    [selected, byNo],
  );
  const mayDecide = Boolean(view.actions.decide?.allowed);
  const toggle = useCallback((no: number) => {
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(no)) next.add(no);
      return next;
    });
  }, []);
  const open = useCallback((no: number) => setOpened([no]), []);
  const openedGroups = opened?.map((no) => byNo.get(no)).filter((it): it is Shown => it !== undefined);

  return (
    <>
      <Head
        view={view}
        current={current}
        onFinish={() => setFinishing(true)}
        onBalance={() => setStating(true)}
        onOther={onOther}
      />
      <div className="mt-4 mb-2 flex flex-col gap-2 md:flex-row md:items-center md:justify-between">
        <FilterChips<ClassFilter>
          label={m.filterLabel()}
          value={filter}
          choices={chips(current, filter)}
          onChange={(next) => change({ class: next === "all" ? undefined : next })}
        />
        <SearchField
          className="md:w-64"
          placeholder={m.searchGroups()}
          value={search}
          delay={120}
          onChange={(next) => change({ q: next })}
        />
      </div>
      <WriteFailure error={acts.pair.error} />
      <Card className="-mx-3 overflow-clip rounded-none border-x-0 sm:mx-0 sm:rounded-(--radius-card) sm:border-x">
        <Loaded of={groups} rows={10}>
          {() =>
            shown.length === 0 ? (
              <Empty
                kind="unmatched"
                title={m.nothingInClass()}
                action={<Button onClick={() => change({ class: undefined, q: undefined })}>{m.showAll()}</Button>}
              />
            ) : (
              <GroupList
                shown={shown}
                currency={view.currency}
                selected={selected}
                onToggle={mayDecide ? toggle : undefined}
                onOpen={open}
              />
            )
          }
        </Loaded>
      </Card>
      {picked.length > 0 && (
        <Bar
          picked={picked}
          currency={view.currency}
          busy={acts.pair.isPending}
          onClear={() => setSelected(new Set())}
          onDecide={() => setOpened(picked.map((it) => it.group.no))}
          onPair={() =>
            acts.pair.mutate(
              {
                row_version: current.row_version,
                ours: picked.flatMap((it) => it.group.ours),
                theirs: picked.flatMap((it) => it.group.theirs),
              },
              { onSuccess: () => setSelected(new Set()) },
            )
          }
        />
      )}
      <Suspense>
        {openedGroups && openedGroups.length > 0 && (
          <GroupSheet
            key={opened?.join()}
            shown={openedGroups}
            currency={view.currency}
            rowVersion={current.row_version}
            acts={acts}
            mayDecide={mayDecide}
            onClose={() => setOpened(undefined)}
            onDone={() => {
              setOpened(undefined);
              setSelected(new Set());
            }}
          />
        )}
        {finishing && <CompleteSheet view={view} current={current} acts={acts} onClose={() => setFinishing(false)} />}
        {stating && <BalanceSheet view={view} current={current} acts={acts} onClose={() => setStating(false)} />}
      </Suspense>
    </>
  );
}

function chips(current: MatchingCurrent, filter: ClassFilter) {
  const found = new Map(current.classes.map((it) => [it.class, it]));
  const total = current.classes.reduce((count, it) => count + it.groups, 0);
  const likely = found.get("matched")?.likely ?? 0;
  return [
    { value: "all" as ClassFilter, label: shared.all(), count: total },
    ...classes
      .filter((it) => found.has(it) || filter === it)
      .map((it) => ({ value: it as ClassFilter, label: classLabel(it), count: found.get(it)?.groups ?? 0 })),
    ...(likely > 0 || filter === "likely"
      ? [{ value: "likely" as ClassFilter, label: m.likelyOnly(), count: likely }]
      : []),
  ];
}

function Head({
  view,
  current,
  onFinish,
  onBalance,
  onOther,
}: {
  view: MatchingView;
  current: MatchingCurrent;
  onFinish: () => void;
  onBalance: () => void;
  onOther: (() => void) | undefined;
}) {
  const money = (amount: string | undefined) =>
    amount ? <Money amount={amount} currency={view.currency} className="font-semibold" /> : "–";
  const done = current.outcome;
  const differing = current.classes.every((it) => it.class === "matched");
  return (
    <Card className="p-4 sm:p-5">
      {current.state === "completed" && done ? (
        <div className="mb-3">
          <Notice tone="ok" role="status">
            {m.completed({
              confirmed: done.confirmed.count,
              disputed: done.disputed.count,
              items: done.our_items.count + done.their_items.count,
            })}
            {done.waiting && <span className="block">{m.secondPerson()}</span>}
          </Notice>
        </div>
      ) : (
        differing && (
          <div className="mb-3">
            <Notice tone="ok">{m.allFine()}</Notice>
          </div>
        )
      )}
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        <Facts
          className="min-w-0 flex-1 basis-64"
          facts={[
            [words.ourClosing(), money(view.closing)],
            [words.theirClosing(), money(current.their_closing)],
            [words.file(), current.file_name],
          ]}
        />
        <div className="flex flex-1 basis-64 flex-wrap justify-end gap-2">
          {onOther && (
            <Button look="quiet" onClick={onOther}>
              {m.otherFile()}
            </Button>
          )}
          {view.actions.balance?.allowed && (
            <Button look={current.their_closing ? "quiet" : "secondary"} onClick={onBalance}>
              {m.stateBalance()}
            </Button>
          )}
          <Link
            href={`/p/s/${view.statement_id}/reconciliation`}
            className={buttonClass(current.state === "completed" ? "primary" : "secondary")}
          >
            {m.openReport()}
          </Link>
          {current.state === "matched" && (
            <Button
              look="primary"
              disabled={!view.actions.complete?.allowed}
              title={view.actions.complete?.why}
              onClick={onFinish}
            >
              {m.finish()}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

/** What is ticked on each side, how far apart that is, and what can be done with it. */
function Bar({
  picked,
  currency,
  busy,
  onClear,
  onDecide,
  onPair,
}: {
  picked: Shown[];
  currency: string;
  busy: boolean;
  onClear: () => void;
  onDecide: () => void;
  onPair: () => void;
}) {
  const add = (lines: { amount: string }[]) =>
    sum(
      lines.map((it) => it.amount),
      currency,
    );
  const ours = picked.flatMap((it) => it.ours);
  const theirs = picked.flatMap((it) => it.theirs);
  return (
    <>
      <div className="h-36 sm:h-24" aria-hidden="true" />
      <section
        aria-label={m.selectionLabel()}
        className="no-print rise fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] shadow-lift"
      >
        <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
          <p className="min-w-0 flex-1 basis-60" role="status">
            {m.selectedGroups({ count: picked.length })}
            <span className={cx("num block text-[0.8125rem] text-mute")}>
              {m.ours()} {formatMoney(add(ours), currency)} · {m.theirs()} {formatMoney(add(theirs), currency)}
            </span>
          </p>
          <div className="flex flex-1 basis-60 flex-wrap items-center justify-end gap-2 sm:flex-none sm:basis-auto">
            <Button look="quiet" onClick={onClear}>
              {m.clear()}
            </Button>
            <Button onClick={onDecide}>{m.decideMany()}</Button>
            <Button
              look="primary"
              busy={busy}
              disabled={ours.length === 0 || theirs.length === 0 || picked.length < 2}
              onClick={onPair}
            >
              {m.pair()}
            </Button>
          </div>
        </div>
      </section>
    </>
  );
}
