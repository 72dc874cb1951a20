import { type Kind, kinds, phases, rowChoices, type Table } from "./kinds";

export type Asked = Record<string, string | undefined>;

/** The parameters of the address that say what a report holds; every other belongs to the page. */
export const filterNames = [
  "from",
  "to",
  "period",
  "customer_id",
  "group_id",
  "salesperson_id",
  "unassigned",
  "region",
  "currency",
  "account",
  "by",
  "amounts",
  "product_line",
  "source_kind",
  "receipts",
  "cause",
  "category",
  "root_cause",
  "phase",
  "dimension",
] as const;

/** Those that say how it is shown. */
export const displayNames = ["columns", "subtotal", "totals", "zero", "idle"] as const;

export const kindOf = (params: URLSearchParams): Kind =>
  kinds.find((it) => it.key === params.get("report")) ?? (kinds[0] as Kind);

/** What is asked of the server: what the report does not know of is not sent, so that a link from another report still works. */
export function ask(report: Kind, params: URLSearchParams): Asked {
  const out: Asked = {};
  for (const name of [...filterNames, ...displayNames]) out[name] = params.get(name) ?? undefined;
  if (!rowChoices(report).some(([value]) => value === out.by)) out.by = undefined;
  if (!report.account) out.account = undefined;
  for (const name of [
    "product_line",
    "source_kind",
    "receipts",
    "cause",
    "category",
    "root_cause",
    "phase",
    "dimension",
  ] as const) {
    if (!report.uses?.includes(name)) out[name] = undefined;
  }
  if (!phases[report.key]?.some(([value]) => value === out.phase)) out.phase = undefined;
  if (out.period) out.from = out.to = undefined;
  if (report.day && report.by === "aging") {
    out.unassigned = undefined;
    if (out.region === "none") out.region = undefined;
  }
  return out;
}

/** The last day of a month such as 2026-02. */
function lastDay(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year ?? 0, number ?? 1, 0)).toISOString().slice(0, 10);
}

/** Where a figure leads: the report behind it, under the same filters, narrowed by its row and its column. */
export function behind(table: Table, params: URLSearchParams, row: string[], column: string): string | undefined {
  const further = table.drill?.cells[column];
  if (!table.drill || further === undefined) return undefined;
  const next = new URLSearchParams({ report: table.drill.report, from: table.from, to: table.to });
  for (const name of filterNames) {
    const value = params.get(name);
    if (value && !["from", "to", "period", "by"].includes(name)) next.set(name, value);
  }
  const narrow: Record<string, string> = {};
  for (const [name, key] of Object.entries(table.drill.row)) {
    const at = table.columns.findIndex((it) => it.key === key);
    if (at < 0) return undefined;
    narrow[name] = row[at] ?? "";
  }
  for (const [name, value] of Object.entries({ ...narrow, ...further })) {
    if (name === "month") {
      const [from, to] = [`${value}-01`, lastDay(value)];
      next.set("from", [from, table.from].sort()[1] ?? from);
      next.set("to", [to, table.to].sort()[0] ?? to);
    } else if (value !== "") {
      next.set(name, value);
    } else if (name === "salesperson_id") {
      next.delete(name);
      next.set("unassigned", "true");
    } else {
      next.set(name, "none");
    }
  }
  return `/console/reports?${next}`;
}
