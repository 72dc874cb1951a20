import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { DisputePage, DisputeQueue, DisputeSummary } from "../../shared/api/types";
import * as a from "../../shared/attachments/messages";
import { cx } from "../../shared/classes";
import { useList } from "../../shared/lists";
import { useMedia } from "../../shared/media";
import * as shared from "../../shared/messages";
import { useShortcuts } from "../../shared/shortcuts";
import { Button } from "../../shared/ui/Button";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
import * as m from "../messages";
import * as work from "../worklist/messages";
import { DisputePanel } from "./DisputePanel";
import { JointPanel } from "./JointPanel";
import * as d from "./messages";
import { QueueRow } from "./QueueRow";

const queues: { value: DisputeQueue; label: () => string }[] = [
  { value: "open", label: m.queueOpen },
  { value: "mine", label: m.queueMine },
  { value: "unassigned", label: m.queueUnassigned },
  { value: "overdue", label: m.queueOverdue },
  { value: "awaiting_customer", label: m.queueAwaitingCustomer },
  { value: "approval", label: m.queueApproval },
  { value: "approve", label: work.approvals },
  { value: "answer", label: work.disputesMine },
  { value: "late", label: work.disputesLate },
  { value: "unread", label: a.unreadQueue },
  { value: "all", label: shared.all },
];

/** The queues that the work list leads to; their chip is shown while one looks at them. */
const ofWorkList: DisputeQueue[] = ["approve", "answer", "late"];

/** The disputes to work on: list, conversation, resolution side by side where there is room, one by one where not. */
export default function Disputes() {
  const [params, change] = useParams();
  const client = useQueryClient();
  const queue = queues.find((it) => it.value === params.get("view"))?.value ?? "open";
  const q = params.get("q") ?? "";
  const customer = params.get("customer_id") ?? "";
  const list = useList<DisputePage>("/disputes", { view: queue, q, customer_id: customer });
  const items = list.items ?? [];
  const roomForBoth = useMedia("(min-width: 56.25rem)");
  const chosen = params.get("id") ?? (roomForBoth ? items[0]?.id : undefined);
  const at = items.findIndex((it) => it.id === chosen);
  const pane = useRef<HTMLElement>(null);
  const [resolving, setResolving] = useState(false);
  const [selected, setSelected] = useState<DisputeSummary[]>([]);
  const [joint, setJoint] = useState(false);
  const latest = useRef(selected); // a row that did not change keeps the select of an earlier drawing
  latest.current = selected;

  function select(dispute: DisputeSummary | undefined) {
    if (!dispute || !undecided(dispute)) return;
    const now = latest.current;
    if (now.some((it) => it.id === dispute.id)) setSelected(now.filter((it) => it.id !== dispute.id));
    else if (now[0] && now[0].statement_id !== dispute.statement_id) toast(d.oneStatement());
    else setSelected([...now, dispute]);
  }

  function open(index: number) {
    const next = items[index];
    if (next) change({ id: next.id });
  }

  useShortcuts({
    j: () => open(at + 1),
    k: () => open(Math.max(0, at - 1)),
    arrowdown: () => open(at + 1),
    arrowup: () => open(Math.max(0, at - 1)),
    r: () => pane.current?.querySelector<HTMLElement>("[data-reply]")?.focus(),
    a: () => pane.current?.querySelector<HTMLElement>("[data-assign]")?.focus(),
    e: () => {
      const form = pane.current?.querySelector<HTMLElement>("[data-resolution] input, [data-resolution] button");
      if (form) form.focus();
      else setResolving(true);
    },
    x: () => select(items[at]),
    escape: () => !roomForBoth && change({ id: undefined }),
  });

  useEffect(() => {
    document.querySelector(`[data-dispute="${chosen}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  function done(id: string) {
    setResolving(false);
    const index = items.findIndex((it) => it.id === id);
    const next = items[index + 1] ?? items[index - 1];
    void client.invalidateQueries({ queryKey: ["list"] });
    void client.invalidateQueries({ queryKey: ["dashboard"] });
    if (next && next.id !== id) change({ id: next.id });
  }

  return (
    <>
      <div
        className={cx(
          "flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-surface px-4 py-2",
          chosen && !roomForBoth && "hidden",
        )}
      >
        <h1 className="text-[1.0625rem] font-semibold">{m.navDisputes()}</h1>
        <nav aria-label={m.queuesLabel()} className="hide-scrollbar flex min-w-0 gap-0.5 overflow-x-auto">
          {queues
            .filter(({ value }) => value === queue || !ofWorkList.includes(value))
            .map(({ value, label }) => (
              <button
                key={value}
                type="button"
                aria-current={queue === value ? "true" : undefined}
                onClick={() => change({ view: value === "open" ? undefined : value, id: undefined })}
                className={cx(
                  "min-h-8 shrink-0 rounded-md px-2.5 whitespace-nowrap",
                  queue === value ? "bg-brand-bg font-medium text-brand" : "text-mute hover:bg-sunken hover:text-ink",
                )}
              >
                {label()}
                {list.first?.counts?.[value] !== undefined && (
                  <span className="num ms-1.5">{list.first.counts[value]}</span>
                )}
              </button>
            ))}
        </nav>
        <SearchField
          className="ms-auto w-full sm:w-60"
          placeholder={m.searchDisputes()}
          value={q}
          onChange={(next) => change({ q: next, id: undefined })}
        />
      </div>
      <div className="flex min-h-0 flex-1">
        <section
          aria-label={m.navDisputes()}
          className={cx(
            "flex w-full shrink-0 flex-col border-e border-line bg-surface md:w-[19.5rem] xl:w-[22rem]",
            chosen && !roomForBoth && "hidden",
          )}
        >
          <Listed
            list={list}
            rows={10}
            empty={
              <NothingQueued
                queue={queue}
                filtered={Boolean(q || customer)}
                onClear={() => change({ q: undefined, customer_id: undefined })}
              />
            }
          >
            {(items) => (
              <ol className="min-h-0 flex-1 overflow-y-auto">
                {items.map((it) => (
                  <QueueRow
                    key={it.id}
                    dispute={it}
                    current={it.id === chosen}
                    selected={undecided(it) ? selected.some((one) => one.id === it.id) : undefined}
                    onSelect={() => select(it)}
                    onOpen={() => change({ id: it.id }, !roomForBoth)}
                  />
                ))}
              </ol>
            )}
          </Listed>
          {selected.length > 0 && (
            <div className="no-print flex flex-wrap items-center gap-2 border-t border-line bg-brand-bg px-3 py-2">
              <span role="status" className="num font-medium">
                {d.selected({ count: selected.length })}
              </span>
              <Button look="quiet" onClick={() => setSelected([])}>
                {d.clearSelection()}
              </Button>
              <Button
                look="primary"
                className="ms-auto"
                disabled={selected.length < 2}
                title={selected.length < 2 ? d.selectTwo() : undefined}
                onClick={() => setJoint(true)}
              >
                {d.resolveSelected()}
              </Button>
            </div>
          )}
          <p className="no-print hidden border-t border-line px-4 py-1.5 text-[0.75rem] text-mute md:block">
            {list.total !== undefined && shared.shownOf({ shown: items.length, total: list.total })}
            <span className="float-end">{d.keys()}</span>
          </p>
        </section>
        {joint && (
          <JointPanel
            disputes={selected}
            onClose={() => setJoint(false)}
            onDone={() => {
              setJoint(false);
              setSelected([]);
            }}
          />
        )}
        <section
          ref={pane}
          className={cx("min-w-0 flex-1", !chosen && "hidden md:block")}
          aria-label={shared.dispute()}
        >
          {chosen && (
            <DisputePanel
              key={chosen}
              id={chosen}
              resolving={resolving}
              onResolving={setResolving}
              onBack={() => change({ id: undefined })}
              onDone={() => done(chosen)}
            />
          )}
        </section>
      </div>
    </>
  );
}

/** Whether it waits for a decision of staff. */
function undecided(dispute: DisputeSummary): boolean {
  return dispute.state === "open" || dispute.state === "in_review" || dispute.state === "answered";
}

function NothingQueued({ queue, filtered, onClear }: { queue: DisputeQueue; filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return <NothingMatches onClear={onClear} />;
  }
  if (queue === "all") {
    return (
      <Empty kind="nothing" title={m.noDisputes()}>
        {m.noDisputesHint()}
      </Empty>
    );
  }
  return <Empty kind="done" title={m.queueDone()} />;
}
