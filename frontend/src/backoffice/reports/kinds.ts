import type { components } from "../../shared/api/schema";
import * as m from "./messages";

export type Table = components["schemas"]["BackofficeReportTable"];

export type Use =
  | "product_line"
  | "source_kind"
  | "receipts"
  | "cause"
  | "category"
  | "root_cause"
  | "phase"
  | "dimension";

export interface Kind {
  key: string;
  label: () => string;
  /** As of one day, the last of the period. */
  day?: boolean;
  account?: boolean;
  by?: "aging" | "disputes" | "cycle" | "customers" | "analysis";
  /** The filters it takes beside those that all take. */
  uses?: Use[];
  /** Columns worth looking at before reading. */
  chart?: string[];
}

/** The reports, in the order people ask for them. */
export const kinds: Kind[] = [
  { key: "summary", label: m.summary, by: "customers", chart: ["closing", "overdue"] },
  {
    key: "analysis",
    label: m.analysis,
    by: "analysis",
    uses: ["product_line", "source_kind", "receipts"],
    chart: ["charges", "overdue", "collected"],
  },
  {
    key: "indicators",
    label: m.indicators,
    by: "customers",
    chart: ["overdue_rate", "collection_rate", "dso"],
  },
  { key: "detail", label: m.detail, uses: ["product_line", "source_kind", "receipts", "cause"] },
  { key: "open-items", label: m.openItems, day: true, uses: ["product_line", "source_kind", "phase"] },
  { key: "movement", label: m.movement, by: "customers", chart: ["debit", "credit"] },
  { key: "movement-detail", label: m.movementDetail, uses: ["cause"] },
  { key: "aging", label: m.aging, day: true, by: "aging" },
  { key: "advance-aging", label: m.advanceAging, day: true, by: "aging" },
  {
    key: "disputes",
    label: m.disputes,
    by: "disputes",
    uses: ["product_line", "category", "root_cause"],
    chart: ["disputes", "agreed", "answer_hours", "late_share"],
  },
  { key: "dispute-list", label: m.disputeList, uses: ["product_line", "category", "root_cause", "phase"] },
  { key: "cycle", label: m.cycle, by: "cycle", chart: ["median_days", "first_pass", "on_time"] },
  { key: "general-ledger", label: m.generalLedger, account: true, uses: ["dimension"] },
  { key: "account-ledger", label: m.accountLedger, account: true, uses: ["dimension"] },
  { key: "customer-ledger", label: m.customerLedger, account: true, uses: ["dimension"] },
  { key: "checklist", label: m.checklist },
];

const customers: [string, () => string][] = [
  ["customer", m.byCustomer],
  ["salesperson", m.bySalesperson],
  ["region", m.byRegion],
];

const choices: Record<NonNullable<Kind["by"]>, [string, () => string][]> = {
  customers,
  analysis: [...customers, ["product_line", m.byProductLine], ["kind", m.byKind], ["month", m.byMonth]],
  aging: [
    ...customers,
    ["terms", m.byTerms],
    ["kind", m.byKind],
    ["product_line", m.byProductLine],
    ["arrangement", m.byArrangement],
  ],
  disputes: [
    ["category", m.byCategory],
    ["cause", m.byCause],
    ["month", m.byMonth],
    ["customer", m.byCustomer],
    ["salesperson", m.bySalesperson],
  ],
  cycle: [
    ["month", m.byMonth],
    ["salesperson", m.bySalesperson],
    ["customer", m.byCustomer],
  ],
};

/** What the rows of a report may stand for; the first is what they stand for without a choice. */
export const rowChoices = (report: Kind) => (report.by ? choices[report.by] : []);

export const periods: [string, () => string][] = [
  ["month", m.periodMonth],
  ["last_month", m.periodLastMonth],
  ["quarter", m.periodQuarter],
  ["year", m.periodYear],
  ["last_year", m.periodLastYear],
  ["twelve_months", m.periodTwelve],
];

export const causes: [string, () => string][] = [
  ["charges", m.causeCharges],
  ["credit_notes", m.causeNotes],
  ["adjustments", m.causeAdjustments],
  ["receipts", m.causeReceipts],
  ["other", m.causeOther],
];

export const phases: Record<string, [string, () => string][]> = {
  "open-items": [
    ["overdue", m.phaseOverdue],
    ["not_due", m.phaseNotDue],
    ["credits", m.phaseCredits],
  ],
  "dispute-list": [
    ["open", m.phaseOpen],
    ["late", m.phaseLate],
    ["overran", m.phaseOverran],
    ["answered", m.phaseAnswered],
    ["resolved", m.phaseResolved],
    ["accepted", m.phaseAccepted],
    ["withdrawn", m.phaseWithdrawn],
  ],
};
