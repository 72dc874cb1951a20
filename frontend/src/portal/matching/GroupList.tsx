import { memo, useMemo, useRef } from "react";
import { cx } from "../../shared/classes";
import type { MatchingGroup, MatchingLine } from "../../shared/matching/types";
import { classLabel, classTone } from "../../shared/matching/words";
import { useMedia } from "../../shared/media";
import { formatAmount, isZero } from "../../shared/money";
import { useRows } from "../../shared/statement/useRows";
import { Chip } from "../../shared/ui/Status";
import type { Shown } from "./choose";
import * as m from "./messages";

interface ListProps {
  shown: Shown[];
  currency: string;
  selected: ReadonlySet<number>;
  onToggle: ((no: number) => void) | undefined;
  onOpen: (no: number) => void;
}

/** The groups beside one another: the statement's lines left, the own ledger's right; cards on a phone. */
export function GroupList(props: ListProps) {
  const wide = useMedia("(min-width: 56.25rem), print");
  return wide ? <GroupTable {...props} /> : <GroupCards {...props} />;
}

function GroupTable({ shown, currency, selected, onToggle, onOpen }: ListProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = useRows(shown.length, 62, body);
  return (
    <table aria-label={m.tableLabel()} aria-rowcount={shown.length + 1} className="w-full table-fixed border-collapse">
      <colgroup>
        {onToggle && <col className="w-12 print:hidden" />}
        <col />
        <col />
        <col className="w-36" />
        <col className="w-44" />
      </colgroup>
      <thead className="text-[0.8125rem] text-mute [&_:is(th,td)]:sticky [&_:is(th,td)]:top-0 [&_:is(th,td)]:z-10 [&_:is(th,td)]:bg-surface [&_:is(th,td)]:shadow-[inset_0_-1px_var(--line)]">
        <tr aria-rowindex={1}>
          {onToggle && <td />}
          <th scope="col" className="py-2.5 ps-2 text-start font-medium">
            {m.ours()} {currency}
          </th>
          <th scope="col" className="ps-6 text-start font-medium">
            {m.theirs()} {currency}
          </th>
          <th scope="col" className="text-end font-medium">
            {m.classHeading()}
          </th>
          <th scope="col" className="pe-4 text-end font-medium">
            {m.decision()}
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
          const it = shown[index];
          return (
            it && (
              <Row
                key={it.group.no}
                it={it}
                index={index}
                currency={currency}
                selected={selected.has(it.group.no)}
                onToggle={onToggle}
                onOpen={onOpen}
              />
            )
          );
        })}
        {rows.after > 0 && (
          <tr>
            <td aria-hidden="true" style={{ height: rows.after }} />
          </tr>
        )}
      </tbody>
    </table>
  );
}

interface OneProps {
  it: Shown;
  index: number;
  currency: string;
  selected: boolean;
  onToggle: ((no: number) => void) | undefined;
  onOpen: (no: number) => void;
}

const Row = memo(function Row({ it, index, currency, selected, onToggle, onOpen }: OneProps) {
  const { group } = it;
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      className={cx("border-b border-line align-top last:border-0", selected ? "bg-brand-bg" : "hover:bg-sunken")}
    >
      {onToggle && (
        <td className="ps-1 print:hidden">
          <Tick no={group.no} selected={selected} onToggle={onToggle} />
        </td>
      )}
      <td className="py-2 ps-2">
        <Lines lines={it.ours} currency={currency} />
      </td>
      <td className="py-2 ps-6">
        <Lines lines={it.theirs} currency={currency} />
      </td>
      <td className="py-2 text-end">
        <Chip tone={classTone(group.class)}>{classLabel(group.class)}</Chip>
        {!isZero(group.effect) && group.ours.length > 0 && group.theirs.length > 0 && (
          <span className="num block pt-0.5 text-[0.8125rem] text-warn">{formatAmount(group.effect, currency)}</span>
        )}
      </td>
      <td className="py-1 pe-2 text-end">
        <OpenButton group={group} onOpen={onOpen} />
      </td>
    </tr>
  );
});

function GroupCards({ shown, currency, selected, onToggle, onOpen }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const rows = useRows(shown.length, 150, list);
  return (
    <ul ref={list} aria-label={m.tableLabel()}>
      {rows.before > 0 && <li aria-hidden="true" style={{ height: rows.before }} />}
      {rows.indexes.map((index) => {
        const it = shown[index];
        return (
          it && (
            <Card
              key={it.group.no}
              it={it}
              index={index}
              currency={currency}
              selected={selected.has(it.group.no)}
              onToggle={onToggle}
              onOpen={onOpen}
            />
          )
        );
      })}
      {rows.after > 0 && <li aria-hidden="true" style={{ height: rows.after }} />}
    </ul>
  );
}

const Card = memo(function Card({ it, index, currency, selected, onToggle, onOpen }: OneProps) {
  const { group } = it;
  return (
    <li
      data-index={index}
      className={cx(
        "flex gap-1 border-b border-line py-2 pe-3",
        selected ? "bg-brand-bg" : "",
        onToggle ? "ps-1" : "ps-4",
      )}
    >
      {onToggle && <Tick no={group.no} selected={selected} onToggle={onToggle} />}
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center justify-between gap-x-2">
          <Chip tone={classTone(group.class)}>{classLabel(group.class)}</Chip>
          <OpenButton group={group} onOpen={onOpen} />
        </div>
        <Side label={m.ours()} lines={it.ours} currency={currency} />
        <Side label={m.theirs()} lines={it.theirs} currency={currency} />
      </div>
    </li>
  );
});

function Side({ label, lines, currency }: { label: string; lines: MatchingLine[]; currency: string }) {
  return (
    <div className="pt-1">
      <p className="text-[0.75rem] text-mute">{label}</p>
      <Lines lines={lines} currency={currency} />
    </div>
  );
}

function Tick({ no, selected, onToggle }: { no: number; selected: boolean; onToggle: (no: number) => void }) {
  return (
    <label className="grid size-11 shrink-0 place-items-center">
      <input
        type="checkbox"
        className="size-5"
        aria-label={m.selectGroup({ no })}
        checked={selected}
        onChange={() => onToggle(no)}
      />
    </label>
  );
}

const decisions: Record<MatchingGroup["decision"], () => string> = {
  confirm: m.decisionConfirm,
  dispute: m.decisionDispute,
  reconcile: m.decisionReconcile,
  leave: m.decisionLeave,
};

export const decisionLabel = (decision: MatchingGroup["decision"]) => decisions[decision]();

function OpenButton({ group, onOpen }: { group: MatchingGroup; onOpen: (no: number) => void }) {
  return (
    <button
      type="button"
      onClick={() => onOpen(group.no)}
      aria-label={`${m.groupTitle({ no: group.no })}: ${decisionLabel(group.decision)}`}
      className="min-h-11 rounded-(--radius-control) px-2 text-end font-medium text-brand hover:bg-brand-bg"
    >
      {decisionLabel(group.decision)}
      {(group.certainty === "likely" || group.by_hand) && (
        <span className="block text-[0.75rem] font-normal text-mute">{group.by_hand ? m.byHand() : m.likely()}</span>
      )}
    </button>
  );
}

/** The lines of one side: the first two, and how many more. */
export function Lines({ lines, currency, all = false }: { lines: MatchingLine[]; currency: string; all?: boolean }) {
  const first = useMemo(() => (all ? lines : lines.slice(0, 2)), [lines, all]);
  if (lines.length === 0) return <p className="text-mute">{m.nothing()}</p>;
  return (
    <ul>
      {first.map((line) => (
        <li key={line.no} className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="min-w-0 break-words">
            <span className="font-medium">{line.document_no || line.reference || line.description || "–"}</span>
            <span className="block text-[0.8125rem] text-mute">
              {[
                line.on,
                line.origin === "forward" && m.originForward(),
                line.origin === "carried" && m.originCarried(),
                line.document_no && line.description,
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </span>
          <span className="num ms-auto font-semibold">{formatAmount(line.amount, currency)}</span>
        </li>
      ))}
      {lines.length > first.length && (
        <li className="text-[0.8125rem] text-mute">{m.moreLines({ count: lines.length - first.length })}</li>
      )}
    </ul>
  );
}
