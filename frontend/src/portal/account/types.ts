import type { DocumentKind, DocumentRef, Page } from "../../shared/api/types";

// The account as the interface sends it. Shares are for drawing only, in thousandths.

export interface Bucket {
  key: string;
  label_zh: string;
  label_en: string;
}

export interface AccountCurrency {
  currency: string;
  balance: string;
  not_due: string;
  overdue: string;
  credits: string;
  aging: { amount: string; share: number }[];
  curve: { on: string; balance: string; share: number }[];
}

export interface Account {
  as_of: string;
  buckets: Bucket[];
  currencies: AccountCurrency[];
}

export interface OpenItem {
  item_id: string;
  document: DocumentRef;
  kind: DocumentKind;
  instalment: number;
  document_date: string;
  due_date: string;
  days_overdue: number;
  bucket: string;
  currency: string;
  order_no: string;
  contract_no: string;
  invoice_no: string;
  description: string;
  /** Signed: what raises the debt is positive. */
  original: string;
  open: string;
}

export interface OpenItemPage extends Page<OpenItem> {
  as_of: string;
  buckets: Bucket[];
  totals?: { currency: string; count: number; owed: string; credits: string; open: string }[];
}

export interface Movement {
  date: string;
  document: DocumentRef;
  kind: DocumentKind | "settlement";
  order_no: string;
  contract_no: string;
  invoice_no: string;
  description: string;
  amount: string;
  balance: string;
}

export interface MovementPage extends Page<Movement> {
  currency: string;
  from: string;
  to: string;
  opening: string;
  debits: string;
  credits: string;
  closing: string;
  count: number;
  before: string;
}
