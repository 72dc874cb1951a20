import type { ReactNode } from "react";
import { Link } from "wouter";
import { formatAmount, formatNumber } from "../../shared/money";
import { Card } from "../../shared/ui/Layout";

export interface Bar {
  key: string;
  label: string;
  /** Only for drawing. */
  size: number;
  text: string;
  to?: string | undefined;
}

/** A bar a row with its number beside it, so that neither colour nor length is all there is. */
export function Bars({ title, bars, note }: { title: string; bars: Bar[]; note?: ReactNode }) {
  const most = Math.max(1e-9, ...bars.map((it) => it.size));
  return (
    <Card className="p-4">
      <h2 className="mb-2 font-medium">
        {title} {note && <span className="font-normal text-mute">{note}</span>}
      </h2>
      <ul className="space-y-1.5">
        {bars.map((it) => (
          <li
            key={it.key}
            className="grid grid-cols-[7rem_minmax(0,1fr)_auto] sm:grid-cols-[12rem_minmax(0,1fr)_auto] items-center gap-2"
          >
            <span className="break-words text-mute">{it.label}</span>
            <span className="h-2.5 rounded-full bg-sunken" aria-hidden="true">
              <span
                className="block h-full rounded-full bg-brand"
                style={{ width: `${Math.min(100, Math.max(it.size > 0 ? 2 : 0, (it.size / most) * 100))}%` }}
              />
            </span>
            <span className="num text-end font-medium">
              {it.to ? (
                <Link href={it.to} className="hover:text-brand hover:underline">
                  {it.text}
                </Link>
              ) : (
                it.text
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** How a figure of a report is written beside its bar. */
export function barText(cell: string, type: string, currency: string, percent: boolean): string {
  if (type === "amount") return formatAmount(cell, currency);
  return `${formatNumber(cell)}${percent ? "%" : ""}`;
}
