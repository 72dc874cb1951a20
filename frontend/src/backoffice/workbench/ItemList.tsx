import { type MouseEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { DocumentKind } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import { daysBetween } from "../../shared/dates";
import { kindLabel } from "../../shared/labels";
import { Money } from "../../shared/ui/Money";
import { amountOf, type Chosen, type OpenItem } from "./data";
import * as m from "./messages";

/** The height of every row in pixels: rows are alike, so only those in view are drawn, however many there are. */
const rowHeight = 56;
const margin = 8;

interface Props {
  label: string;
  items: OpenItem[];
  chosen: Chosen;
  today: string;
  /** The row that keys act on, where this side is the one they act on. */
  cursor: number | undefined;
  onPoint: (at: number) => void;
  onToggle: (at: number, range: boolean) => void;
  onAmount: (id: string, typed: string) => void;
}

/** One side of the workbench: up to ten thousand items, chosen by pointer, space or range. */
export function ItemList({ label, items, chosen, today, cursor, onPoint, onToggle, onAmount }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const { first, last } = useWindow(box, items.length);
  useEffect(() => {
    if (cursor === undefined || !box.current) return;
    const top = cursor * rowHeight;
    if (top < box.current.scrollTop) box.current.scrollTop = top;
    else if (top + rowHeight > box.current.scrollTop + box.current.clientHeight) {
      box.current.scrollTop = top + rowHeight - box.current.clientHeight;
    }
    const frame = requestAnimationFrame(() => {
      const row = box.current?.querySelector<HTMLElement>(`[data-index="${cursor}"] input[type=checkbox]`);
      if (!row?.closest("[data-index]")?.contains(document.activeElement)) row?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [cursor]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave rows out and keep its columns
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-rowcount={items.length}
      aria-multiselectable="true"
      className="relative max-h-[max(14rem,calc(100dvh-27rem))] overflow-y-auto overscroll-contain border-y border-line"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className="relative" style={{ height: items.length * rowHeight }}>
        {items.slice(first, last).map((item, place) => (
          <Row
            key={item.id}
            item={item}
            at={first + place}
            typed={chosen.get(item.id)}
            today={today}
            pointed={cursor === first + place}
            onPoint={onPoint}
            onToggle={onToggle}
            onAmount={onAmount}
          />
        ))}
      </div>
    </div>
  );
}

/** Which rows are in view, with a few on either side. */
function useWindow(box: RefObject<HTMLDivElement | null>, count: number): { first: number; last: number } {
  const [range, setRange] = useState({ first: 0, last: 40 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    function look() {
      if (!element) return;
      const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - margin);
      const last = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + margin;
      setRange((now) => (now.first === first && now.last === last ? now : { first, last }));
    }
    look();
    element.addEventListener("scroll", look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      sizes.disconnect();
    };
  }, [box]);
  return { first: Math.min(range.first, Math.max(0, count - 1)), last: Math.min(range.last, count) };
}

interface RowProps {
  item: OpenItem;
  at: number;
  typed: string | undefined;
  today: string;
  pointed: boolean;
  onPoint: (at: number) => void;
  onToggle: (at: number, range: boolean) => void;
  onAmount: (id: string, typed: string) => void;
}

function Row({ item, at, typed, today, pointed, onPoint, onToggle, onAmount }: RowProps) {
  const no = item.document.document_no;
  const on = typed !== undefined;
  const late = item.side === "debit" && item.due_date < today ? daysBetween(item.due_date, today) : 0;
  const wrong = on && amountOf(item, typed) === undefined;

  function press(event: MouseEvent) {
    onPoint(at);
    if (event.target instanceof HTMLElement && event.target.closest("input, a")) return;
    onToggle(at, event.shiftKey);
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the checkbox in the row and the keys of the page do the same
    // biome-ignore lint/a11y/useFocusableInteractive: the checkbox in it takes the focus
    // biome-ignore lint/a11y/useSemanticElements: a row of a grid that draws only what is in view
    <div
      role="row"
      data-index={at}
      aria-rowindex={at + 1}
      aria-selected={on}
      onClick={press}
      className={cx(
        "absolute inset-x-0 flex items-center gap-3 border-b border-line px-3",
        on ? "bg-brand-bg" : "hover:bg-sunken",
        pointed && "shadow-[inset_3px_0_0_var(--brand)]",
      )}
      style={{ top: at * rowHeight, height: rowHeight }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <span role="gridcell" className="flex">
        <input
          type="checkbox"
          className="size-4"
          aria-label={m.choose({ no })}
          checked={on}
          onFocus={() => onPoint(at)}
          onClick={(event) => onToggle(at, event.shiftKey)}
          onChange={() => undefined}
        />
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <span role="gridcell" className="min-w-0 flex-1">
        <span className="flex min-w-0 items-baseline gap-2">
          <a
            href={`/console/documents/${item.document.id}`}
            target="_blank"
            rel="noopener"
            tabIndex={-1}
            className="num truncate font-medium hover:underline"
          >
            {no}
          </a>
          <span className="shrink-0 text-[0.8125rem] text-mute">{kindLabel(item.kind as DocumentKind)}</span>
          {item.customer && <span className="min-w-0 truncate text-[0.8125rem] text-brand">{item.customer.name}</span>}
          {item.disputed && <span className="shrink-0 text-[0.8125rem] text-warn">{m.disputed()}</span>}
        </span>
        <span className="block truncate text-[0.8125rem] text-mute">
          <span className={late > 0 ? "text-bad" : undefined}>
            {late > 0 ? m.overdue({ days: late }) : item.side === "debit" ? item.due_date : item.posting_date}
          </span>
          {[item.order_no, item.description].filter(Boolean).map((part) => ` · ${part}`)}
        </span>
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <span role="gridcell" className="flex shrink-0 flex-col items-end">
        <Money amount={item.open} currency={item.currency} className={on ? "text-[0.8125rem] text-mute" : undefined} />
        {on && (
          <input
            aria-label={m.amountOf({ no })}
            aria-invalid={wrong || undefined}
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            placeholder={item.open}
            onFocus={() => onPoint(at)}
            onChange={(event) => onAmount(item.id, event.target.value)}
            className="num h-7 w-28 rounded border border-edge bg-surface px-2 text-end aria-invalid:border-bad"
          />
        )}
      </span>
    </div>
  );
}
