// Which lines are ticked, as a set of line numbers: it survives filtering, sorting and scrolling.

/** Ticks or unticks one line. */
export function toggleLine(selected: ReadonlySet<number>, no: number): Set<number> {
  const next = new Set(selected);
  if (!next.delete(no)) next.add(no);
  return next;
}

/**
 * Gives every selectable line from the anchor to the target, in the order shown, the state the target is about to take.
 * Without an anchor among the shown lines only the target changes.
 */
export function extendTo(
  selected: ReadonlySet<number>,
  shown: readonly number[],
  anchor: number | undefined,
  target: number,
): Set<number> {
  const from = anchor === undefined ? -1 : shown.indexOf(anchor);
  const to = shown.indexOf(target);
  if (from < 0 || to < 0) return toggleLine(selected, target);
  const ticking = !selected.has(target);
  const next = new Set(selected);
  for (const no of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (ticking) next.add(no);
    else next.delete(no);
  }
  return next;
}

/** Ticks all that is shown; where all of it is ticked already, unticks it. */
export function toggleAll(selected: ReadonlySet<number>, shown: readonly number[]): Set<number> {
  const next = new Set(selected);
  const every = shown.every((no) => selected.has(no));
  for (const no of shown) {
    if (every) next.delete(no);
    else next.add(no);
  }
  return next;
}

export function coverage(selected: ReadonlySet<number>, shown: readonly number[]): "none" | "some" | "all" {
  const ticked = shown.reduce((count, no) => count + (selected.has(no) ? 1 : 0), 0);
  return ticked === 0 ? "none" : ticked === shown.length ? "all" : "some";
}
