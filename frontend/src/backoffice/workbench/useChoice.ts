import { useCallback, useState } from "react";
import type { Chosen, OpenItem, Side } from "./data";

interface Cursors {
  side: Side;
  at: Record<Side, number>;
  /** Where a range begins. */
  from: Record<Side, number>;
  /** Whether keys were used: only then does the focus follow. */
  keyed: boolean;
}

/** What is chosen on both sides, and where the keys stand. */
export function useChoice(lists: Record<Side, OpenItem[]>, first: string[]) {
  const [chosen, setChosen] = useState<Chosen>(() => new Map(first.map((id) => [id, ""])));
  const [cursors, setCursors] = useState<Cursors>({
    side: "debit",
    at: { debit: 0, credit: 0 },
    from: { debit: 0, credit: 0 },
    keyed: false,
  });

  const point = useCallback((side: Side, at: number) => {
    setCursors((now) =>
      now.side === side && now.at[side] === at ? now : { ...now, side, at: { ...now.at, [side]: at } },
    );
  }, []);

  function toggle(side: Side, at: number, range: boolean) {
    const items = lists[side];
    const item = items[at];
    if (!item) return;
    const next = new Map(chosen);
    const on = !chosen.has(item.id);
    const [low, high] = range ? [Math.min(cursors.from[side], at), Math.max(cursors.from[side], at)] : [at, at];
    for (const each of items.slice(low, high + 1)) {
      if (range || on) next.set(each.id, next.get(each.id) ?? "");
      else next.delete(each.id);
    }
    setChosen(next);
    setCursors({
      ...cursors,
      side,
      at: { ...cursors.at, [side]: at },
      from: { ...cursors.from, [side]: range ? cursors.from[side] : at },
    });
  }

  function move(by: number, extend: boolean) {
    const { side } = cursors;
    if (!cursors.keyed) by = 0;
    const at = Math.max(0, Math.min(lists[side].length - 1, cursors.at[side] + by));
    if (extend) {
      const next = new Map(chosen);
      for (const each of [lists[side][cursors.at[side]], lists[side][at]])
        if (each) next.set(each.id, next.get(each.id) ?? "");
      setChosen(next);
    }
    setCursors({
      ...cursors,
      keyed: true,
      at: { ...cursors.at, [side]: at },
      from: extend ? cursors.from : { ...cursors.from, [side]: at },
    });
  }

  function turn(side: Side) {
    setCursors({ ...cursors, side, keyed: true });
  }

  function amount(id: string, typed: string) {
    setChosen(new Map(chosen).set(id, typed));
  }

  function all(side: Side) {
    const next = new Map(chosen);
    for (const each of lists[side]) next.set(each.id, next.get(each.id) ?? "");
    setChosen(next);
  }

  return { chosen, setChosen, cursors, point, toggle, move, amount, all, turn };
}
