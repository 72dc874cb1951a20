import { type RefObject, useLayoutEffect, useReducer, useRef, useState } from "react";
import { usePrinting } from "../media";

interface Rows {
  /** Which rows to draw now. */
  indexes: number[];
  /** The heights, in pixels, that stand for the rows before and after them. */
  before: number;
  after: number;
}

/** Up to this many rows are simply all drawn. */
const drawAll = 120;
/** Rows drawn beyond each edge of the window; the range moves in steps of as many. */
const margin = 12;

/** Where each row begins, given the heights measured so far; the last entry is the height of the whole list. */
export function rowOffsets(count: number, heights: readonly (number | undefined)[], estimate: number): Float64Array {
  const offsets = new Float64Array(count + 1);
  for (let at = 0; at < count; at++) offsets[at + 1] = (offsets[at] ?? 0) + (heights[at] ?? estimate);
  return offsets;
}

/** The rows that a window from `top` to `bottom` touches, widened to whole steps; `last` is exclusive. */
export function rowRange(offsets: Float64Array, top: number, bottom: number): { first: number; last: number } {
  const count = offsets.length - 1;
  let first = 0;
  while (first < count && (offsets[first + 1] ?? 0) <= top) first++;
  let last = first;
  while (last < count && (offsets[last] ?? 0) < bottom) last++;
  const step = (at: number) => Math.floor(at / margin) * margin;
  return { first: Math.max(0, step(first) - margin), last: Math.min(count, step(last) + 2 * margin) };
}

/**
 * Draws only the rows near the reader's window, and all of them on paper. `list` is the element that holds the rows
 * and the space before and after them; each row carries data-index, and is measured once drawn.
 */
export function useRows(count: number, estimate: number, list: RefObject<HTMLElement | null>): Rows {
  const printing = usePrinting();
  const heights = useRef<(number | undefined)[]>([]);
  const [range, setRange] = useState({ first: 0, last: 3 * margin });
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const whole = printing || count <= drawAll;

  useLayoutEffect(() => {
    if (whole) return;
    let frame = 0;
    function look() {
      frame = 0;
      const element = list.current;
      if (!element) return;
      const top = -element.getBoundingClientRect().top;
      const next = rowRange(rowOffsets(count, heights.current, estimate), top, top + window.innerHeight);
      setRange((now) => (now.first === next.first && now.last === next.last ? now : next));
    }
    function later() {
      frame ||= requestAnimationFrame(look);
    }
    function remeasure() {
      heights.current = [];
      later();
    }
    look();
    window.addEventListener("scroll", later, { passive: true });
    window.addEventListener("resize", remeasure);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", later);
      window.removeEventListener("resize", remeasure);
    };
  }, [whole, count, estimate, list]);

  useLayoutEffect(() => {
    if (whole) return;
    let changed = false;
    for (const row of list.current?.querySelectorAll<HTMLElement>("[data-index]") ?? []) {
      const at = Number(row.dataset.index);
      const height = row.getBoundingClientRect().height;
      if (height > 0 && Math.abs((heights.current[at] ?? estimate) - height) > 0.5) {
        heights.current[at] = height;
        changed = true;
      }
    }
    if (changed) redraw();
  });

  if (whole) return { indexes: Array.from({ length: count }, (_, at) => at), before: 0, after: 0 };
  const offsets = rowOffsets(count, heights.current, estimate);
  const last = Math.min(range.last, count);
  const first = Math.min(range.first, Math.max(0, last - 1));
  return {
    indexes: Array.from({ length: last - first }, (_, at) => first + at),
    before: offsets[first] ?? 0,
    after: (offsets[count] ?? 0) - (offsets[last] ?? 0),
  };
}
