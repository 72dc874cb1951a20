import { Link } from "wouter";
import type { AgingReport, AgingRow } from "../../shared/api/types";
import { isEnglish } from "../../shared/i18n/locale";
import { formatAmount, toMinor } from "../../shared/money";
import { Card } from "../../shared/ui/Layout";
import { heat, shares } from "./heat";
import * as m from "./messages";

const most = 12;

/** The largest rows of each currency as bars of their buckets. The table above says the same in numbers, and so does each bar's label. */
export function AgingChart({
  report,
  name,
  to,
}: {
  report: AgingReport;
  name: (row: AgingRow) => string;
  to: (row: AgingRow) => string;
}) {
  const label = (at: number) => {
    const bucket = report.buckets[at];
    return bucket ? (isEnglish() ? bucket.label_en : bucket.label_zh) : "";
  };
  return report.totals.map(({ currency }) => {
    const rows = report.rows
      .filter((it) => it.currency === currency)
      .map((row) => ({ row, owed: row.amounts.reduce((sum, it) => sum + toMinor(it, currency), 0n) }))
      .filter((it) => it.owed > 0n)
      .sort((a, b) => (a.owed < b.owed ? 1 : -1))
      .slice(0, most);
    const largest = rows[0]?.owed ?? 1n;
    if (rows.length < 2) return null;
    return (
      <Card key={currency} className="mt-4 p-4 print:break-inside-avoid">
        <h2 className="mb-2 font-semibold">{m.largest({ currency })}</h2>
        <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-mute" aria-hidden="true">
          {report.buckets.map((it, at) => (
            <li key={it.key} className="flex items-center gap-1.5">
              <span className="size-2.5 rounded-sm" style={{ background: heat(at, report.buckets.length, 1) }} />
              {label(at)}
            </li>
          ))}
        </ul>
        <ul className="space-y-1.5">
          {rows.map(({ row, owed }) => {
            const parts = shares(row.amounts, currency);
            const text = row.amounts
              .map((amount, at) => (parts[at] ? `${label(at)} ${formatAmount(amount, currency)}` : ""))
              .filter(Boolean)
              .join(" · ");
            return (
              <li
                key={row.key}
                className="grid grid-cols-[7rem_minmax(0,1fr)_auto] sm:grid-cols-[14rem_minmax(0,1fr)_auto] items-center gap-3"
              >
                <Link href={to(row)} className="break-words hover:text-brand hover:underline">
                  {name(row)}
                </Link>
                <span role="img" aria-label={text} title={text} className="flex h-3">
                  <span
                    className="flex gap-px overflow-hidden rounded-full"
                    style={{ width: `${Math.max(1, Number((owed * 1000n) / largest) / 10)}%` }}
                  >
                    {row.amounts.map((_, at) => (
                      <span
                        key={report.buckets[at]?.key}
                        style={{ width: `${parts[at] ?? 0}%`, background: heat(at, report.buckets.length, 1) }}
                      />
                    ))}
                  </span>
                </span>
                <span className="num text-end font-medium">{formatAmount(row.total, currency)}</span>
              </li>
            );
          })}
        </ul>
      </Card>
    );
  });
}
