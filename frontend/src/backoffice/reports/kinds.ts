import type { components } from "../../shared/api/schema";
import * as m from "./messages";

export type Table = components["schemas"]["BackofficeReportTable"];

export interface Kind {
  key: string;
  label: () => string;
  /** As of one day, the last of the period. */
  day?: boolean;
  account?: boolean;
  by?: "aging" | "disputes" | "cycle";
}

/** The reports, in the order people ask for them. */
export const kinds: Kind[] = [
  { key: "summary", label: m.summary },
  { key: "detail", label: m.detail },
  { key: "movement", label: m.movement },
  { key: "movement-detail", label: m.movementDetail },
  { key: "aging", label: m.aging, day: true, by: "aging" },
  { key: "advance-aging", label: m.advanceAging, day: true, by: "aging" },
  { key: "disputes", label: m.disputes, by: "disputes" },
  { key: "cycle", label: m.cycle, by: "cycle" },
  { key: "general-ledger", label: m.generalLedger, account: true },
  { key: "account-ledger", label: m.accountLedger, account: true },
  { key: "customer-ledger", label: m.customerLedger, account: true },
  { key: "checklist", label: m.checklist },
];

const choices: Record<"aging" | "disputes" | "cycle", [string, () => string][]> = {
  aging: [
    ["customer", m.byCustomer],
    ["salesperson", m.bySalesperson],
    ["region", m.byRegion],
    ["terms", m.byTerms],
    ["kind", m.byKind],
    ["product_line", m.byProductLine],
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
