import type { Exception, Finding, NotDue } from "../../backoffice/cycle/types";
import type { components } from "./schema";

// The shapes of the HTTP interface. Amounts are decimal strings at the currency's exponent, dates "YYYY-MM-DD",
// instants RFC 3339 in UTC, ids UUIDs. Names are those of the wire.

import type { Locale } from "../i18n/locale";

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  request_id?: string;
  fields?: FieldProblem[];
}

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

export interface Page<T> {
  items: T[];
  next_cursor?: string;
  total?: number;
}

/** What may be done now, and why not. The page shows exactly this. */
export interface Action {
  allowed: boolean;
  why?: string;
}

export type Actions = Partial<Record<string, Action>>;

export interface CustomerRef {
  id: string;
  code: string;
  name: string;
  name_en?: string;
}

export interface PersonRef {
  id: string;
  name: string;
}

export interface DocumentRef {
  id: string;
  document_no: string;
  kind?: DocumentKind;
}

export interface Session {
  person: { id: string; name: string; email: string; locale: Locale };
  audience: "portal" | "backoffice";
  csrf_token: string;
  organization: {
    id: string;
    code: string;
    name: string;
    name_en: string;
    time_zone: string;
    base_currency: string;
    phone: string;
    address: string;
  };
  organizations?: { id: string; code: string; name: string }[];
  customer?: CustomerRef;
  customers?: { id: string; code: string; name: string; organization_name: string }[];
  roles: string[];
  development: boolean;
  /** Of who came by a link: it opens one statement, and acts once the address is proved. */
  link?: { statement_id: string; verified: boolean; email: string; identity: boolean };
}

export type StatementState = "draft" | "issued" | "viewed" | "answered" | "agreed" | "cancelled";

export interface StatementSummary {
  id: string;
  statement_no: string;
  version: number;
  customer: CustomerRef;
  currency: string;
  period_start: string;
  cut_off: string;
  opening: string;
  /** The four groups are signed; opening and all of them make closing. */
  charges: string;
  receipts: string;
  credits: string;
  /** What is neither a charge, a receipt nor a credit. */
  adjustments: string;
  closing: string;
  overdue: string;
  disputed: string;
  state: StatementState;
  state_since: string;
  line_count: number;
  answered_count: number;
  disputed_count: number;
  answer_due?: string;
  issued_at?: string;
  viewed_at?: string;
  agreed_at?: string;
  days_open?: number;
}

export interface AgreedAdjustment {
  document_id: string;
  document_no: string;
  amount: string;
  posting_date: string;
  dispute_id: string;
  dispute_no: string;
  line_no: number;
}

export interface LineAnswer {
  line_no: number;
  /** Submitted is what the page itself makes of a line that waits for a second person. */
  answer: "confirmed" | "disputed" | "submitted";
  dispute_id?: string;
  disputed_amount?: string;
  dispute_state?: DisputeState;
  agreed_amount?: string;
}

export interface Confirmation {
  id: string;
  lines: number[];
  whole: boolean;
  amount: string;
  actor_name: string;
  created_at: string;
  remark?: string;
  undoable: boolean;
  checked_by?: string;
}

export interface StatementVersion {
  version: number;
  created_at: string;
  reason?: string;
  sha256: string;
}

export interface StatementView extends StatementSummary {
  template_version?: number;
  inclusion_version?: number;
  sha256: string;
  organization: {
    name: string;
    name_en: string;
    address: string;
    phone: string;
    tax_id: string;
    payee_name: string;
    payee_bank: string;
    payee_account: string;
  };
  confirmed_amount: string;
  undisputed_balance: string;
  agreed_adjustments: AgreedAdjustment[];
  agreed_adjustment_total: string;
  agreed_balance: string;
  answers: LineAnswer[];
  confirmations: Confirmation[];
  payment_terms: { zh: string; en: string };
  actions: Actions;
  versions: StatementVersion[];
  /** The customer asks for maker and checker; only the customer sees this, and what waits. */
  maker_checker?: boolean;
  reviews?: Review[];
  /** How far it is on its way to both signatures. */
  finalization?: "prepared" | "signed" | "countersigned" | "archived";
  finalized_whole?: boolean;
}

/** An answer that waits, or waited, for a second person of the same customer. */
export interface Review {
  id: string;
  kind: "confirmation" | "acceptance";
  statement_id: string;
  statement_no: string;
  version: number;
  lines: number[];
  whole: boolean;
  amount: string;
  currency: string;
  remark?: string;
  dispute_id?: string;
  dispute_no?: string;
  state: "pending" | "approved" | "returned" | "withdrawn" | "void";
  made_by: string;
  mine: boolean;
  made_at: string;
  decided_by?: string;
  decided_at?: string;
  reason?: string;
  actions: Actions;
}

type Cell = string | number | boolean | null;

/** The frozen content of one statement version, exactly as it was hashed. */
export interface StatementContent {
  aging: { bucket: string; open: string }[];
  closing: string;
  columns: string[];
  currency: string;
  customer: CustomerRef & { tax_id?: string };
  cut_off: string;
  format: string;
  lines: Cell[][];
  movement: string;
  opening: string;
  open_items: Cell[][];
  open_columns: string[];
  organization: Record<string, string>;
  overdue: string;
  period_start: string;
  previous: { sha256: string; statement_no: string } | null;
  provisional: Cell[][];
  provisional_counted: boolean;
  statement_no: string;
  terms: unknown;
  /** Custom fields that the template names: a row of values for the customer and for each document, in the order of their columns. */
  fields?: {
    columns: {
      subject: "customer" | "document" | "line";
      code: string;
      kind: "text" | "number" | "date" | "choice" | "yes_no";
      zh: string;
      en: string;
      options: { code: string; zh: string; en: string }[];
    }[];
    customer: (string | null)[];
    documents: Record<string, (string | null)[]>;
  };
  totals: { adjustments: string; charges: string; credits: string; receipts: string };
  version: number;
}

export type DisputeCategory =
  | "price"
  | "quantity"
  | "discount"
  | "quality"
  | "not_received"
  | "duplicate"
  | "already_paid"
  | "wrong_party"
  | "document_mismatch"
  | "other";

export type DisputeState =
  | "open"
  | "in_review"
  | "answered"
  | "awaiting_approval"
  | "proposed"
  | "resolved"
  | "withdrawn";

export type DisputeOutcome = "accepted_whole" | "accepted_part" | "rejected" | "disagreement" | "paid";
export type RootCause = "technical_error" | "process_gap" | "commercial_dispute";
export type Decision = "accept_whole" | "accept_part" | "reject" | "disagree" | "paid";
export type Instrument = "credit_note" | "adjustment";

export interface DisputeSummary {
  /** Custom fields, by code. */
  fields?: Record<string, string>;
  id: string;
  dispute_no: string;
  statement_id: string;
  statement_no: string;
  line_no: number;
  document_id?: string;
  document_no: string;
  customer: CustomerRef;
  currency: string;
  line_amount: string;
  category: DisputeCategory;
  disputed_amount: string;
  customer_figure?: string;
  text: string;
  state: DisputeState;
  outcome?: DisputeOutcome;
  root_cause?: RootCause | null;
  agreed_amount?: string;
  credit_document?: DocumentRef;
  assignee?: PersonRef | null;
  due_at: string;
  overdue: boolean;
  opened_at: string;
  opened_by_name: string;
  resolved_at?: string;
  row_version: number;
  waiting_for: "staff" | "customer" | "approver" | "nobody";
  /** What is to be done next and by whom, in the reader's words. */
  expected: string;
  unread: number;
  attachment_count: number;
}

export type MessageKind =
  | "message"
  | "attached"
  | "opened"
  | "assigned"
  | "proposed"
  | "returned"
  | "accepted"
  | "approved"
  | "declined"
  | "resolved"
  | "withdrawn"
  | "reopened"
  | "paid";

export interface DisputeMessage {
  id: string;
  side: "customer" | "staff" | "system";
  internal: boolean;
  kind: MessageKind;
  author_name: string;
  text: string;
  data?: Record<string, unknown> | null;
  created_at: string;
  mine: boolean;
  attachments: Attachment[];
}

/** A file beside a message. One that was withdrawn says only that it was there. */
export interface Attachment {
  id: string;
  name: string;
  media_type: string;
  size: number;
  width: number;
  height: number;
  thumbnail: boolean;
  protected: boolean;
  withdrawn_at?: string;
  may_withdraw: boolean;
}

/** Somebody who has read the thread, and until which message. */
export interface Reader {
  name: string;
  side: "customer" | "staff";
  seen_at: string;
  last_message: string;
}

export interface Resolution {
  id: string;
  decision: Decision;
  instrument?: Instrument;
  amount: string;
  root_cause?: RootCause | null;
  text: string;
  state: "awaiting_approval" | "proposed" | "posted" | "returned" | "declined" | "settled";
  proposed_by_name: string;
  created_at: string;
  document?: DocumentRef;
  together: number;
}

export interface DisputeView extends DisputeSummary {
  messages: DisputeMessage[];
  readers: Reader[];
  resolution?: Resolution;
  line: {
    document_no: string;
    document_date: string;
    due_date?: string;
    description: string;
    amount: string;
    open: string;
    order_no: string;
    shipment_no: string;
    contract_no: string;
    invoice_no: string;
  };
  actions: Actions;
}

export interface ResolutionPreview {
  document?: {
    kind: DocumentKind;
    lines: { line_no: number; description: string; net: string; tax_rate: string; tax: string; gross: string }[];
    net: string;
    tax: string;
    gross: string;
    currency: string;
    posting_date: string;
    reduces_document_no: string;
  };
  before: { line_amount: string; open: string };
  after: { line_amount: string; open: string };
  needs_approval: boolean;
  needs_customer: boolean;
  creditable: string;
  instruments: Instrument[];
}

export type DocumentKind =
  | "receivable"
  | "credit_note"
  | "adjustment"
  | "receipt"
  | "advance"
  | "refund"
  | "write_off"
  | "reversal"
  | "opening_balance"
  | "settlement"
  | "group_settlement";

export interface DocumentSummary {
  /** Custom fields, by code. */
  fields?: Record<string, string>;
  id: string;
  kind: DocumentKind;
  document_no: string;
  customer: CustomerRef;
  currency: string;
  document_date: string;
  posting_date: string;
  due_date?: string;
  net: string;
  tax: string;
  freight: string;
  gross: string;
  open: string;
  settlement: "open" | "partial" | "settled";
  order_no: string;
  contract_no: string;
  shipment_no: string;
  invoice_no: string;
  description: string;
  source_kind: string;
  reversed: boolean;
}

export type ChainRole =
  | "order"
  | "contract"
  | "shipment"
  | "return"
  | "invoice"
  | "reduces"
  | "reduced_by"
  | "reverses"
  | "reversed_by"
  | "settled_with"
  | "dispute"
  | "statement"
  | "voucher";

export interface ChainLink {
  role: ChainRole;
  label: string;
  id?: string;
  amount?: string;
  date?: string;
}

export interface DocumentView extends DocumentSummary {
  lines: {
    line_no: number;
    kind: string;
    item_code: string;
    description: string;
    unit: string;
    quantity?: string;
    unit_price?: string;
    net: string;
    tax_rate: string;
    tax: string;
    gross: string;
    credited: string;
    creditable: string;
  }[];
  instalments: {
    item_id: string;
    no: number;
    due_date?: string;
    original: string;
    open: string;
    arrangement: string;
    arrangement_zh?: string;
    arrangement_en?: string;
  }[];
  allocations: {
    id: string;
    with: { document_id?: string; document_no: string; kind: DocumentKind; party?: string };
    amount: string;
    effective_date: string;
    reversed: boolean;
  }[];
  chain: ChainLink[];
  /** Staff only, as is the voucher. */
  base?: { rate: string; gross: string };
  voucher?: {
    entry_id: string;
    posting_date: string;
    lines: {
      account_code: string;
      account_name: string;
      account_name_en: string;
      dimensions?: components["schemas"]["BackofficeLineSays"][];
      debit?: string | null;
      credit?: string | null;
      currency: string;
    }[];
  } | null;
  /** Staff only. */
  actions?: Actions;
}

export interface Refusal {
  line_no: number;
  code: string;
  message: string;
}

// Portal

export interface Home {
  customer: CustomerRef;
  balances: {
    currency: string;
    balance: string;
    overdue: string;
    not_due: string;
    disputed: string;
    credits: string;
  }[];
  waiting: {
    kind: "statement" | "dispute" | "receivable";
    id: string;
    title_no: string;
    currency: string;
    amount: string;
    due?: string;
    what: "confirm" | "answer_proposal" | "check" | "confirm_receivable";
    /** How many lines wait for an answer, or for a second person. */
    lines: number;
    /** A new version of something that was agreed in part. */
    changed: boolean;
    by?: string;
  }[];
  submitted: number;
  statements: StatementSummary[];
  disputes_open: number;
}

export interface ConfirmResult {
  confirmation_id?: string;
  confirmed: number;
  /** Lines that wait for a second person instead. */
  submitted: number;
  refused: Refusal[];
  statement: StatementView;
}

export interface DisputeResult {
  disputes: DisputeSummary[];
  refused: Refusal[];
  statement: StatementView;
}

// Back office

export interface Dashboard {
  balances: { currency: string; balance: string; overdue: string; credits: string }[];
  statements_by_state: Partial<Record<string, number>>;
  aging: { currency: string; buckets: BucketAmount[] };
  disputes_by_category: { category: DisputeCategory; currency: string; count: number; amount: string }[];
}

export interface BucketAmount {
  key: string;
  label_zh: string;
  label_en: string;
  amount: string;
}

export interface CustomerSummary extends CustomerRef {
  /** Custom fields, by code. */
  fields?: Record<string, string>;
  tax_id: string;
  region: string;
  currency: string;
  salesperson?: PersonRef;
  cycle: string;
  balances: { currency: string; balance: string; overdue: string }[];
}

export interface CustomerView extends CustomerSummary {
  address: string;
  phone: string;
  bank: string;
  bank_account: string;
  country: string;
  terms: { zh: string; en: string };
  time_zone: string;
  locale: Locale;
  contacts: { id: string; name: string; email: string; phone: string; signs_in: boolean; roles: string[] }[];
  aging: { currency: string; buckets: BucketAmount[]; credits: string; total: string }[];
  statements: StatementSummary[];
  disputes: DisputeSummary[];
  documents: DocumentSummary[];
  next_run?: { period_start: string; cut_off: string; on: string };
}

export interface RunSelection {
  period_start: string;
  cut_off: string;
  cycle?: string;
  customer_ids?: string[];
  /** only customers whose own period ends with the run */
  due?: boolean;
  excluded?: Exception[];
  released?: Exception[];
}

export interface RunPreview {
  customers: number;
  statements: number;
  skipped: { customer: CustomerRef; code: string; reason: string }[];
  totals: { currency: string; statements: number; closing: string }[];
  samples: {
    customer: CustomerRef;
    currency: string;
    opening: string;
    movement: string;
    closing: string;
    lines: number;
  }[];
  findings: Finding[];
  checked: { key: string; count: number }[];
  not_due: NotDue[];
  not_due_count: number;
  excluded: number;
  blocked: number;
}

export interface Run {
  id: string;
  period_start: string;
  cut_off: string;
  state: "queued" | "running" | "done" | "cancelled";
  issue: boolean;
  total: number;
  pending: number;
  done: number;
  unchanged: number;
  empty: number;
  failed: number;
  /** left out by hand */
  excluded: number;
  /** held back by a check */
  blocked: number;
  /** began by itself */
  scheduled: boolean;
  statements: number;
  /** How many of them are still drafts. */
  drafts: number;
  created_at: string;
  created_by_name: string;
  finished_at?: string;
  failures: {
    customer: CustomerRef;
    code: string;
    reason: string;
    state: "failed" | "blocked" | "excluded";
    findings: Finding[];
  }[];
  actions: Actions;
}

export type DisputeQueue =
  | "open"
  | "mine"
  | "unassigned"
  | "overdue"
  | "awaiting_customer"
  | "approval"
  | "approve"
  | "answer"
  | "late"
  | "unread"
  | "all";

export interface DisputePage extends Page<DisputeSummary> {
  counts: Partial<Record<DisputeQueue, number>>;
}

export interface Staff {
  id: string;
  name: string;
  roles: string[];
}

export interface AgingReport {
  as_of: string;
  basis: string;
  currency: string;
  buckets: { key: string; label_zh: string; label_en: string }[];
  rows: AgingRow[];
  totals: { currency: string; amounts: string[]; credits: string; total: string }[];
}

export interface AgingRow {
  customer?: CustomerRef;
  group: string;
  group_en: string;
  /** What the items of the row are asked for by, beside the group. */
  key: string;
  currency: string;
  amounts: string[];
  credits: string;
  total: string;
}

export interface AgingItem {
  customer: CustomerRef;
  document: DocumentRef;
  kind: DocumentKind;
  side: string;
  due_date: string;
  original: string;
  open: string;
  days_overdue: number;
  currency: string;
}

export type ImportKind = "customers" | "contacts" | "receivables" | "credit_notes" | "receipts" | "opening_balances";

export interface Import {
  id: string;
  kind: ImportKind;
  file_name: string;
  state: "checked" | "refused" | "imported";
  rows_read: number;
  rows_new: number;
  rows_known: number;
  rows_bad: number;
  /** How many faults there are; `errors` lists the first of them. */
  fault_count: number;
  errors: {
    sheet: string;
    row: number;
    column: string;
    header: string;
    value: string;
    code: string;
    reason: string;
  }[];
  created_at: string;
  actions: Actions;
}

/** A contact with the newest link to a statement; moments that have not come are absent. */
export interface LinkHolder {
  contact_id: string;
  name: string;
  email: string;
  roles: string[];
  state: "none" | "live" | "expired" | "revoked";
  reason?: "staff" | "replaced" | "statement_cancelled" | "guessed";
  granted_at?: string;
  expires_at?: string;
  opened_at?: string;
  verified_at?: string;
  used_at?: string;
  revoked_at?: string;
}

export interface LinkHolders {
  items: LinkHolder[];
  change: Action;
}
