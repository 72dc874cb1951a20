import { isEnglish } from "../../shared/i18n/locale";
import { Bars, barText } from "./Bars";
import type { Table } from "./kinds";
import * as m from "./messages";

const most = 8;

const nameKeys = [
  "customer_name",
  "salesperson",
  "region",
  "product_line",
  "source_kind",
  "category",
  "cause",
  "month",
];

/** The columns of a report that are rather looked at: the largest rows of each, in the currency that most rows have. */
export function Charts({
  table,
  columns,
  open,
}: {
  table: Table;
  columns: string[];
  open: (row: string[], column: string) => string | undefined;
}) {
  const at = (key: string) => table.columns.findIndex((it) => it.key === key);
  const name = at(nameKeys.find((key) => at(key) >= 0) ?? "");
  const money = at("currency");
  const currency = mostly(table.rows.map((row) => row[money] ?? ""));
  const rows = table.rows.filter((row) => (row[money] ?? "") === currency);
  if (name < 0 || rows.length < 2) return null;
  const inTime = table.columns[name]?.key === "month";
  return (
    <div className="mb-3 grid gap-3 md:grid-cols-2 2xl:grid-cols-3">
      {columns.map((key) => {
        const column = table.columns[at(key)];
        if (!column) return null;
        const found = rows.filter((row) => row[at(key)] !== "" && Number(row[at(key)]) !== 0);
        const sorted = inTime
          ? found.slice(-12)
          : found.sort((a, b) => Math.abs(Number(b[at(key)])) - Math.abs(Number(a[at(key)]))).slice(0, most);
        if (sorted.length === 0) return null;
        const title = isEnglish() ? column.en : column.zh;
        return (
          <Bars
            key={key}
            title={column.type === "amount" ? m.chartIn({ what: title, currency }) : title}
            note={found.length > sorted.length ? m.chartTop({ count: sorted.length }) : undefined}
            bars={sorted.map((row) => {
              const label = row[name] ?? "";
              return {
                key: row.slice(0, 3).join(" "),
                label: table.words[label] ?? (label || m.none()),
                size: Math.abs(Number(row[at(key)])),
                text: barText(row[at(key)] ?? "", column.type, currency, column.zh.includes("%")),
                to: open(row, key),
              };
            })}
          />
        );
      })}
    </div>
  );
}

function mostly(values: string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
