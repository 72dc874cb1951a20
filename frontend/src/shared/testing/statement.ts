import type { StatementContent, StatementView } from "../api/types";
import { fingerprint } from "../statement/fingerprint";

// A small true statement: 100.00 + 113.00 + 226.00 − 50.00 − 11.30 = 377.70.

const ids = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

const columns = [
  ...["no", "kind", "document_id", "document_no", "document_date", "due_date", "shipment_date", "order_no"],
  ...["contract_no", "invoice_no", "source", "description", "quantity", "unit_price", "net", "tax", "freight"],
  ...["amount", "received", "open", "balance"],
];

function line(
  no: number,
  kind: string,
  documentNo: string,
  due: string,
  amount: string,
  open: string,
  balance: string,
) {
  const text = kind === "receipt" ? "银行转账" : "伺服电机 750W";
  return [
    ...[no, kind, ids(100 + no), documentNo, "2026-10-03", due, "", "PO-77", "", "0440026", "", text],
    ...["", "", "", "", "0.00", amount, "0.00", open, balance],
  ];
}

export const content: StatementContent = {
  aging: [],
  closing: "377.70",
  columns,
  currency: "CNY",
  customer: { id: ids(9), code: "C-1", name: "上海恒力" },
  cut_off: "2026-10-31",
  format: "hefu-statement/1",
  lines: [
    line(1, "receivable", "INV-1", "2026-10-20", "113.00", "113.00", "213.00"),
    line(2, "receivable", "INV-2", "2026-11-20", "226.00", "226.00", "439.00"),
    line(3, "receipt", "RCP-1", "", "-50.00", "0.00", "389.00"),
    line(4, "credit_note", "CRN-1", "", "-11.30", "0.00", "377.70"),
  ],
  movement: "277.70",
  opening: "100.00",
  open_columns: [
    ...["no", "kind", "document_id", "document_no", "document_date", "due_date", "order_no"],
    ...["description", "original", "open", "days_overdue"],
  ],
  open_items: [
    [5, "receivable", ids(200), "INV-0", "2026-09-01", "2026-10-01", "PO-66", "导轨 HGR20", "120.00", "100.00", 30],
  ],
  organization: {},
  overdue: "213.00",
  period_start: "2026-10-01",
  previous: null,
  provisional: [],
  provisional_counted: false,
  statement_no: "ST-1",
  terms: null,
  totals: { adjustments: "0.00", charges: "339.00", credits: "-11.30", receipts: "-50.00" },
  version: 1,
};

export const contentBytes = new TextEncoder().encode(JSON.stringify(content));

const may = { allowed: true };

export async function statementView(change: Partial<StatementView> = {}): Promise<StatementView> {
  return {
    id: ids(1),
    statement_no: "ST-1",
    version: 1,
    customer: content.customer,
    currency: "CNY",
    period_start: "2026-10-01",
    cut_off: "2026-10-31",
    opening: "100.00",
    charges: "339.00",
    receipts: "-50.00",
    credits: "-11.30",
    adjustments: "0.00",
    closing: "377.70",
    overdue: "213.00",
    disputed: "0.00",
    state: "viewed",
    state_since: "2026-11-01T00:00:00Z",
    line_count: 5,
    answered_count: 0,
    disputed_count: 0,
    sha256: (await fingerprint(contentBytes.buffer)) ?? "",
    organization: {
      name: "华东工业品",
      name_en: "East China",
      address: "",
      phone: "",
      tax_id: "",
      payee_name: "华东工业品",
      payee_bank: "工商银行",
      payee_account: "1102",
    },
    confirmed_amount: "0.00",
    undisputed_balance: "377.70",
    agreed_adjustments: [],
    agreed_adjustment_total: "0.00",
    agreed_balance: "377.70",
    answers: [],
    confirmations: [],
    payment_terms: { zh: "月结", en: "EOM" },
    actions: { confirm: may, dispute: may, reopen: may, download: may },
    versions: [{ version: 1, created_at: "2026-11-01T00:00:00Z", sha256: "" }],
    ...change,
  };
}
