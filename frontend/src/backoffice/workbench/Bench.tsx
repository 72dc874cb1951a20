import { useMemo, useState } from "react";
import { Candidates, useCandidates } from "./Candidates";
import { listed, type OpenItem, request, type Side, type Suggestion, sums } from "./data";
import { ItemList } from "./ItemList";
import * as m from "./messages";
import { type Look, Pane } from "./Pane";
import { PolicyCard } from "./PolicyCard";
import { SettleBar } from "./SettleBar";
import { useBenchKeys } from "./useBenchKeys";
import { useChoice } from "./useChoice";
import { usePreview, useSettle } from "./useSettle";

const plain: Look = { text: "", currency: "", order: "due" };

/** Both sides of one customer, what they may be for, and what the choice comes to. */
export function Bench({
  customer,
  on,
  today,
  debits,
  credits,
  first,
}: {
  customer: string;
  on: string;
  today: string;
  debits: OpenItem[];
  credits: OpenItem[];
  first: string[];
}) {
  const [looks, setLooks] = useState<Record<Side, Look>>({ debit: plain, credit: plain });
  const [options, setOptions] = useState({ discount: false, difference: false });
  const [reason, setReason] = useState("");
  const lists = useMemo(
    () => ({
      debit: listed(debits, looks.debit.text, looks.debit.currency, looks.debit.order),
      credit: listed(credits, looks.credit.text, looks.credit.currency, looks.credit.order),
    }),
    [debits, credits, looks],
  );
  const choice = useChoice(lists, first);
  const byId = useMemo(() => new Map(debits.map((it) => [it.id, it])), [debits]);
  const currencies = (items: OpenItem[]) => [...new Set(items.map((it) => it.currency))].sort();

  const { chosen, cursors } = choice;
  const onCredit = lists.credit[cursors.at.credit];
  const credit = cursors.side === "credit" ? onCredit : credits.find((it) => chosen.has(it.id));
  const candidates = useCandidates(customer, credit?.id, on);
  const asked = useMemo(
    () => request(customer, on, debits, credits, chosen, options),
    [customer, on, debits, credits, chosen, options],
  );
  const { preview, fresh, error } = usePreview(asked);
  const { settle, undoLast, refresh } = useSettle(clear);
  const running = useMemo(
    () => ({ debit: sums(debits, chosen), credit: sums(credits, chosen) }),
    [debits, credits, chosen],
  );
  const needsReason = Boolean(preview && preview.cases.length > 0);
  const ready = fresh && Boolean(preview && preview.pair_count > 0) && (!needsReason || reason.trim() !== "");

  function clear() {
    choice.setChosen(new Map());
    setOptions({ discount: false, difference: false });
    setReason("");
  }

  function take(suggestion: Suggestion) {
    const next = new Map([[suggestion.credit, ""]]);
    for (const each of suggestion.takes) {
      const beside = suggestion.extras.some((it) => it.item === each.item);
      next.set(each.item, beside || byId.get(each.item)?.open === each.amount ? "" : each.amount);
    }
    choice.setChosen(next);
    setOptions({
      discount: suggestion.extras.some((it) => it.kind === "discount"),
      difference: suggestion.extras.some((it) => it.kind !== "discount"),
    });
  }

  function commit() {
    if (!ready || !asked || !preview || settle.isPending) return;
    settle.mutate({ ...asked, digest: preview.digest, reason: reason.trim() || undefined });
  }

  useBenchKeys({
    move: choice.move,
    turn: choice.turn,
    toggle: () => choice.toggle(cursors.side, cursors.at[cursors.side], false),
    open: () => {
      const item = lists[cursors.side][cursors.at[cursors.side]];
      if (item) window.open(`/console/documents/${item.document.id}`, "_blank", "noopener");
    },
    candidate: (no) => {
      const found = candidates.data?.suggestions[no - 1];
      if (found) take(found);
    },
    commit,
    undo: undoLast,
    clear,
  });

  const side = (name: Side, title: string, empty: string, all: OpenItem[]) => (
    <Pane
      title={title}
      empty={empty}
      look={looks[name]}
      onLook={(next) => setLooks({ ...looks, [name]: next })}
      currencies={currencies(all)}
      shown={lists[name].length}
      total={all.length}
      onAll={() => choice.all(name)}
    >
      <ItemList
        label={title}
        items={lists[name]}
        chosen={chosen}
        today={today}
        cursor={cursors.side === name && cursors.keyed ? cursors.at[name] : undefined}
        onPoint={(at) => choice.point(name, at)}
        onToggle={(at, range) => choice.toggle(name, at, range)}
        onAmount={choice.amount}
      />
    </Pane>
  );

  return (
    <>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_20rem] xl:items-start">
        {side("debit", m.debits(), m.noDebits(), debits)}
        {side("credit", m.credits(), m.noCredits(), credits)}
        <div className="lg:col-span-2 xl:col-span-1">
          <Candidates credit={credit} found={candidates.data} debits={byId} onTake={take}>
            <PolicyCard customer={customer} />
          </Candidates>
        </div>
      </div>
      <p className="mt-3 hidden text-[0.8125rem] text-mute md:block">{m.keys()}</p>
      <SettleBar
        running={running}
        preview={preview}
        fresh={fresh}
        ready={ready}
        busy={settle.isPending}
        failure={settle.error ?? error}
        options={options}
        onOptions={setOptions}
        reason={reason}
        onReason={setReason}
        onSettle={commit}
        onClear={clear}
        onReload={() => {
          settle.reset();
          clear();
          refresh();
        }}
        chosen={chosen.size}
      />
    </>
  );
}
