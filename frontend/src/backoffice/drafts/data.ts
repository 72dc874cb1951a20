import type { components } from "../../shared/api/schema";
import type { DocumentKind } from "../../shared/api/types";
import type { Values } from "../../shared/fields/data";

type Schemas = components["schemas"];
export type Draft = Schemas["BackofficeDraft"];
export type DraftPreview = Schemas["BackofficeDraftPreview"];
export type NewDocument = Schemas["BackofficeNewDocument"];
export type NewLine = Schemas["BackofficeNewLine"];

export const draftKinds = [
  "receivable",
  "credit_note",
  "adjustment",
  "receipt",
  "advance",
  "refund",
  "reversal",
] as const;
export type DraftKind = (typeof draftKinds)[number];

export const hasLines = (kind: DraftKind) => kind === "receivable" || kind === "credit_note" || kind === "adjustment";
export const isMoneyIn = (kind: DraftKind) => kind === "receipt" || kind === "advance";

export interface FormLine {
  key: number;
  kind: string;
  description: string;
  quantity: string;
  unitPrice: string;
  net: string;
  taxRate: string;
  reducesLine: number;
  fields: Values;
  /** What the line of the receivable still has to be credited; the server's figure. */
  creditable?: string;
}

export interface FormNote {
  no: string;
  drawer: string;
  acceptor: string;
  dueOn: string;
}

/** What the form holds; every figure is the text that was typed. */
export interface Form {
  kind: DraftKind;
  customer?: { id: string; name: string; currency: string };
  currency: string;
  documentDate: string;
  postingDate: string;
  dueDate: string;
  orderNo: string;
  contractNo: string;
  invoiceNo: string;
  description: string;
  reason: string;
  method: string;
  amount: string;
  reduces: string;
  adjusts: string;
  itemType: string;
  returnNo: string;
  note: FormNote;
  settlesItem: string;
  settles: string[];
  shortCause: string;
  shortNote: string;
  reverses: string;
  /** The number of what it reverses, to show. */
  reversesNo: string;
  dishonoured: boolean;
  lines: FormLine[];
  /** Custom fields; undefined until one is written, so that the defaults stand. */
  fields?: Values;
}

let lastKey = 0;

export function emptyLine(change: Partial<FormLine> = {}): FormLine {
  lastKey += 1;
  const blank = {
    kind: "goods",
    description: "",
    quantity: "",
    unitPrice: "",
    net: "",
    taxRate: "13",
    reducesLine: 0,
    fields: {},
  };
  return { key: lastKey, ...blank, ...change };
}

export function emptyForm(kind: DraftKind, today: string): Form {
  return {
    kind,
    currency: "",
    documentDate: today,
    postingDate: "",
    dueDate: "",
    orderNo: "",
    contractNo: "",
    invoiceNo: "",
    description: "",
    reason: kind === "adjustment" ? "rebate" : "",
    method: "bank",
    amount: "",
    reduces: "",
    adjusts: "",
    itemType: "",
    returnNo: "",
    note: { no: "", drawer: "", acceptor: "", dueOn: "" },
    settlesItem: "",
    settles: [],
    shortCause: "",
    shortNote: "",
    reverses: "",
    reversesNo: "",
    dishonoured: false,
    lines: [emptyLine()],
  };
}

export function formOf(draft: Draft, document: NewDocument): Form {
  const kind = document.kind as DraftKind;
  return {
    kind,
    customer: { id: draft.customer.id, name: draft.customer.name, currency: document.currency },
    currency: document.currency,
    documentDate: document.document_date,
    postingDate: document.posting_date ?? "",
    dueDate: document.due_date ?? "",
    orderNo: document.order_no ?? "",
    contractNo: document.contract_no ?? "",
    invoiceNo: document.invoice_no ?? "",
    description: document.description ?? "",
    reason: document.reason ?? "",
    method: document.method ?? "bank",
    amount: document.amount ?? "",
    reduces: document.reduces ?? "",
    adjusts: document.adjusts ?? "",
    itemType: document.item_type ?? "",
    returnNo: document.return_no ?? "",
    note: {
      no: document.note?.no ?? "",
      drawer: document.note?.drawer ?? "",
      acceptor: document.note?.acceptor ?? "",
      dueOn: document.note?.due_on ?? "",
    },
    settlesItem: document.settles_item ?? "",
    settles: document.settles ?? [],
    shortCause: document.short_cause ?? "",
    shortNote: document.short_note ?? "",
    reverses: document.reverses ?? "",
    reversesNo: "",
    dishonoured: document.dishonoured ?? false,
    fields: document.fields ?? {},
    lines: (document.lines ?? []).map((it) =>
      emptyLine({
        kind: it.kind || "goods",
        description: it.description ?? "",
        quantity: it.quantity ?? "",
        unitPrice: it.unit_price ?? "",
        // A net that quantity and price make is computed again by the server.
        net: it.quantity && it.unit_price ? "" : (it.net ?? ""),
        taxRate: it.tax_rate ?? "",
        reducesLine: it.reduces_line ?? 0,
        fields: it.fields ?? {},
      }),
    ),
  };
}

const filled = (line: FormLine) => line.net !== "" || (line.quantity !== "" && line.unitPrice !== "");

/** The document that the form describes, or undefined while it lacks what every document has. */
export function documentOf(form: Form): NewDocument | undefined {
  const lines = form.lines.filter(filled);
  if (!form.customer || !form.currency || !form.documentDate) return undefined;
  if (hasLines(form.kind) ? lines.length === 0 : form.kind !== "reversal" && form.amount === "") return undefined;
  if (form.kind === "refund" && !form.settlesItem) return undefined;
  if (form.kind === "reversal" && (!form.reverses || !form.reason)) return undefined;
  if (form.kind === "credit_note" && !form.reduces) return undefined;
  const optional = {
    posting_date: form.postingDate,
    due_date: form.kind === "receivable" ? form.dueDate : "",
    order_no: form.orderNo,
    contract_no: form.contractNo,
    invoice_no: form.invoiceNo,
    description: form.description,
    reason: form.reason,
    reduces: form.kind === "credit_note" ? form.reduces : "",
    adjusts: form.kind === "adjustment" ? form.adjusts : "",
    item_type: form.itemType,
    return_no: form.kind === "refund" ? form.returnNo : "",
    settles_item: form.kind === "refund" ? form.settlesItem : "",
    reverses: form.kind === "reversal" ? form.reverses : "",
    short_cause: isMoneyIn(form.kind) && form.settles.length > 0 ? form.shortCause : "",
    short_note: isMoneyIn(form.kind) && form.shortCause ? form.shortNote : "",
  };
  const byNote = isMoneyIn(form.kind) && form.method === "note";
  return {
    kind: form.kind,
    customer_id: form.customer.id,
    currency: form.currency,
    document_date: form.documentDate,
    source_kind: "manual",
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== "")),
    ...(hasLines(form.kind)
      ? { lines: lines.map(lineOf) }
      : form.kind === "reversal"
        ? { dishonoured: form.dishonoured }
        : { amount: form.amount, method: form.method as NewDocument["method"] }),
    ...(form.kind !== "reversal" ? said(form.fields) : {}),
    ...(isMoneyIn(form.kind) && form.settles.length > 0 ? { settles: form.settles } : {}),
    ...(byNote && form.note.no && form.note.drawer && form.note.dueOn
      ? {
          note: {
            no: form.note.no,
            drawer: form.note.drawer,
            due_on: form.note.dueOn,
            ...(form.note.acceptor ? { acceptor: form.note.acceptor } : {}),
          },
        }
      : {}),
  };
}

/** Custom fields as they are sent: what is empty says nothing. */
function said(values: Values = {}): { fields?: Values } {
  const filled = Object.entries(values).filter(([, value]) => value !== "");
  return filled.length > 0 ? { fields: Object.fromEntries(filled) } : {};
}

function lineOf(line: FormLine): NewLine {
  const texts = {
    description: line.description,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    net: line.quantity && line.unitPrice ? "" : line.net,
    tax_rate: line.kind === "freight" ? "" : line.taxRate,
  };
  return {
    kind: line.kind as NewLine["kind"],
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== "")),
    ...(line.reducesLine > 0 ? { reduces_line: line.reducesLine } : {}),
    ...said(line.fields),
  };
}

export const kindOf = (kind: string) => kind as DocumentKind;
