import type { DocumentKind, LineAnswer, Review, StatementContent } from "../api/types";
import { daysBetween } from "../dates";
import { labelOf, showValue } from "../fields/data";
import { isZero } from "../money";

/** A custom field's label and what is said in it. */
export type Said = [label: string, text: string];

function said(fields: StatementContent["fields"], customers: boolean, row: (string | null)[] | undefined): Said[] {
  if (!fields || !row) return [];
  return fields.columns
    .filter((it) => (it.subject === "customer") === customers)
    .map((it, at): Said => [labelOf(it), showValue(it, row[at])])
    .filter(([, text]) => text !== "");
}

/** What the customer says in the custom fields that stand on the statement. */
export function saidOfCustomer(content: StatementContent): Said[] {
  return said(content.fields, true, content.fields?.customer);
}

/** One line of a statement as it is shown: a movement of the period, or an item brought forward from before it. */
export interface StatementLine {
  no: number;
  kind: DocumentKind;
  documentId: string;
  documentNo: string;
  documentDate: string;
  dueDate: string;
  shipmentDate: string;
  orderNo: string;
  contractNo: string;
  invoiceNo: string;
  description: string;
  quantity: string;
  unitPrice: string;
  net: string;
  tax: string;
  freight: string;
  /** The signed movement; for an item brought forward, what is open of it at the cut-off. */
  amount: string;
  received: string;
  open: string;
  balance: string;
  original: string;
  broughtForward: boolean;
  overdue: boolean;
  /** Days from the due date to the cut-off; 0 where nothing is overdue. */
  daysOverdue: number;
  /** What the document says in custom fields, in the reader's language. */
  said: Said[];
  /** Everything a person may search for, in lower case. */
  haystack: string;
}

function lines(content: StatementContent, rows: StatementContent["lines"], columns: string[], broughtForward: boolean) {
  const { cut_off: cutOff, fields } = content;
  const at = new Map(columns.map((name, index) => [name, index]));
  return rows.map((row): StatementLine => {
    const cell = (name: string): string => {
      const index = at.get(name);
      const value = index === undefined ? null : row[index];
      return value === null || value === undefined ? "" : String(value);
    };
    const open = cell("open");
    const dueDate = cell("due_date");
    const amount = broughtForward ? open : cell("amount");
    const late = dueDate !== "" && dueDate < cutOff && open !== "" && !isZero(open) && !open.startsWith("-");
    const words = ["document_no", "order_no", "contract_no", "invoice_no", "description"].map(cell);
    const own = said(fields, false, fields?.documents[cell("document_id")]);
    return {
      no: Number(cell("no")),
      kind: cell("kind") as DocumentKind,
      documentId: cell("document_id"),
      documentNo: cell("document_no"),
      documentDate: cell("document_date"),
      dueDate,
      shipmentDate: cell("shipment_date"),
      orderNo: cell("order_no"),
      contractNo: cell("contract_no"),
      invoiceNo: cell("invoice_no"),
      description: cell("description"),
      quantity: cell("quantity"),
      unitPrice: cell("unit_price"),
      net: cell("net"),
      tax: cell("tax"),
      freight: cell("freight"),
      amount,
      received: cell("received"),
      open,
      balance: cell("balance"),
      original: cell("original"),
      broughtForward,
      overdue: late,
      daysOverdue: late ? daysBetween(dueDate, cutOff) : 0,
      said: own,
      haystack: [...words, ...own.map(([, text]) => text), amount, amount.replace("-", "")].join("\n").toLowerCase(),
    };
  });
}

/** The movements of the period, in their order. */
export function movementLines(content: StatementContent): StatementLine[] {
  return lines(content, content.lines, content.columns, false);
}

/** What was open before the period and still is at the cut-off. */
export function broughtForwardLines(content: StatementContent): StatementLine[] {
  return lines(content, content.open_items, content.open_columns, true);
}

export type LineFilter = "all" | "waiting" | "disputed" | "confirmed" | "submitted" | "overdue";

export const lineFilters: LineFilter[] = ["all", "waiting", "disputed", "confirmed", "submitted", "overdue"];

/** How each line stands. A line that waits for a second person is neither free nor answered. */
export function answersByLine(answers: LineAnswer[], reviews: Review[] = []): Map<number, LineAnswer> {
  const byNo = new Map<number, LineAnswer>();
  for (const it of reviews) {
    if (it.kind === "confirmation") for (const no of it.lines) byNo.set(no, { line_no: no, answer: "submitted" });
  }
  for (const answer of answers) byNo.set(answer.line_no, answer);
  return byNo;
}

function passes(line: StatementLine, filter: LineFilter, answers: Map<number, LineAnswer>): boolean {
  switch (filter) {
    case "all":
      return true;
    case "overdue":
      return line.overdue;
    case "waiting":
      return !answers.has(line.no);
    default:
      return answers.get(line.no)?.answer === filter;
  }
}

/** The lines that pass a filter and hold every word searched for; commas in a searched amount do not matter. */
export function chooseLines(
  all: StatementLine[],
  filter: LineFilter,
  search: string,
  answers: Map<number, LineAnswer>,
): StatementLine[] {
  const words = search.toLowerCase().replaceAll(",", "").split(/\s+/).filter(Boolean);
  return all.filter((line) => passes(line, filter, answers) && words.every((word) => line.haystack.includes(word)));
}

/** The overdue lines first, the most overdue of them at the top; all others keep the document's order. */
export function overdueFirst(lines: StatementLine[]): StatementLine[] {
  return lines.toSorted((a, b) => b.daysOverdue - a.daysOverdue);
}

/** How many lines each filter would show. */
export function countLines(all: StatementLine[], answers: Map<number, LineAnswer>): Record<LineFilter, number> {
  const counts: Record<LineFilter, number> = {
    all: all.length,
    waiting: 0,
    disputed: 0,
    confirmed: 0,
    submitted: 0,
    overdue: 0,
  };
  for (const line of all) {
    counts[answers.get(line.no)?.answer ?? "waiting"] += 1;
    if (line.overdue) counts.overdue += 1;
  }
  return counts;
}
