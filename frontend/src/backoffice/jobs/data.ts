import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";

type Sent = components["schemas"];
export type Job = Sent["BackofficeJobRow"];
export type JobCounts = Sent["BackofficeJobCounts"];

export const kinds: Record<string, () => string> = {
  "statement.run": m.kindRun,
  "notice.expand": m.kindExpand,
  "notice.send": m.kindSend,
  "notice.round": m.kindRound,
  match_ledger: m.kindMatch,
  "matching.sweep": m.kindMatchSweep,
  "attachment.sweep": m.kindFiles,
  "access.renew": m.kindLink,
  "receipt.run": m.kindReceipts,
  "allocation.run": m.kindAllocation,
  "dispute.watch": m.kindDisputeWatch,
  "statement.schedule": m.kindSchedule,
  "archive.anchor": m.kindAnchor,
  "archive.history": m.kindHistory,
  "archive.seal": m.kindSeal,
  "finalization.batch": m.kindBatch,
  "finalization.request": m.kindESign,
  "finalization.requests_due": m.kindESignDue,
  "issue.watch": m.kindIssueWatch,
  "organization.payee": m.kindPayee,
  "payment.ask": m.kindPaymentAsk,
  "payment.give_up": m.kindPaymentGiveUp,
  "payment.due": m.kindPaymentDue,
  "payment.refund": m.kindRefund,
  report_file: m.kindReport,
  report_files_forget: m.kindReportForget,
  "slip.match": m.kindSlips,
};

/** What a job does; a kind that is newer than this page is shown by its own name. */
export const kindLabel = (kind: string) => kinds[kind]?.() ?? kind;

export function jobState(state: Job["state"]): [Tone, string] {
  switch (state) {
    case "running":
      return ["brand", m.running()];
    case "waiting":
      return ["neutral", m.waiting()];
    case "scheduled":
      return ["neutral", m.scheduled()];
    case "retrying":
      return ["warn", m.retrying()];
    case "failed":
      return ["bad", m.failed()];
    case "cancelled":
      return ["neutral", m.cancelled()];
    default:
      return ["ok", m.done()];
  }
}
