import type { components } from "../../shared/api/schema";
import type { DisputeCategory, DocumentKind } from "../../shared/api/types";
import { categoryLabel, kindLabel, statementStateLabel } from "../../shared/labels";
import * as m from "./messages";

export type WorkRow = components["schemas"]["BackofficeWorkRow"];
export type WorkSection = components["schemas"]["BackofficeWorkSection"];
export type SectionKey = WorkSection["key"];

export const workKey = ["work"];

const titles: Record<SectionKey, () => string> = {
  disputes_mine: m.disputesMine,
  disputes_unassigned: m.disputesUnassigned,
  approvals: m.approvals,
  statements_to_sign: m.statementsToSign,
  disputes_late: m.disputesLate,
  issues_mine: m.issuesMine,
  issues_late: m.issuesLate,
  receivables_rejected: m.receivablesRejected,
  statements_unanswered: m.statementsUnanswered,
  deliveries_failed: m.deliveriesFailed,
  statements_draft: m.statementsDraft,
  notes_due: m.notesDue,
  receipts_taken_back: m.receiptsTakenBack,
  payers_flagged: m.payersFlagged,
  payments_waiting: m.paymentsWaiting,
  slips_waiting: m.slipsWaiting,
  credits_open: m.creditsOpen,
};

export const sectionTitle = (key: string) => titles[key as SectionKey]?.() ?? key;
export const isSection = (key: string | null): key is SectionKey => key !== null && key in titles;

/** What the row is about, in words: its detail is a code of its kind. */
export function about(row: WorkRow): string {
  switch (row.kind) {
    case "dispute":
      return [categoryLabel(row.detail as DisputeCategory), row.who].filter(Boolean).join(" · ");
    case "resolution":
      return [m.resolution(), m.by({ name: row.who })].join(" · ");
    case "draft":
      return [kindLabel(row.detail as DocumentKind), row.who && m.by({ name: row.who })].filter(Boolean).join(" · ");
    case "issue":
      return [row.detail, row.who].filter(Boolean).join(" · ");
    case "rejected_receivable":
      return m.correct();
    case "settlement":
      return [row.detail === "undo" ? m.undoing() : m.settlement(), m.by({ name: row.who })].join(" · ");
    case "refund":
      return [m.refund(), m.by({ name: row.who })].join(" · ");
    case "payout_difference":
      return [m.payoutDifference(), m.by({ name: row.who })].join(" · ");
    case "provider_money":
      return row.detail === "differs" ? m.moneyDiffers() : m.moneyUnidentified();
    case "chargeback":
      return m.chargeback();
    case "payment":
      return m.paymentUnknown();
    case "payee":
      return m.by({ name: row.who });
    case "statement":
      return statementStateLabel(row.detail as Parameters<typeof statementStateLabel>[0]);
    case "finalization":
      return m.prepared({ name: row.who });
    case "finalization_batch":
      return m.batchOf({ count: row.detail, name: row.who });
    case "slip":
      return m.uploadedBy({ name: row.who });
    case "note":
      return row.detail;
    case "taken_back":
      return m.takenBack({ day: row.detail });
    case "payer_flag":
      return m.paidBy({ name: row.detail });
    case "delivery":
      return m.to({ name: row.who });
    default:
      return kindLabel(row.detail as DocumentKind);
  }
}
