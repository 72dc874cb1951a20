import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";

type Schemas = components["schemas"];
export type Delivery = Schemas["BackofficeDelivery"];
export type DeliveryCounts = Schemas["BackofficeDeliveryCounts"];
export type Channel = Schemas["BackofficeChannel"];
export type ChannelList = Schemas["BackofficeChannelList"];
export type ChannelSecret = Schemas["BackofficeChannelSecret"];
export type NoticeSettings = Schemas["BackofficeNoticeSettingsView"];
export type Wishes = Schemas["NoticePreferences"];

export const kinds: Record<string, () => string> = {
  "statement.issued": m.issued,
  "statement.revised": m.revised,
  "statement.cancelled": m.cancelled,
  "statement.viewed": m.viewedEvent,
  "statement.confirmed": m.confirmed,
  "statement.agreed": m.agreed,
  "statement.reminded": m.reminded,
  "statement.task": m.taskGiven,
  "statement.escalated": m.escalated,
  "dispute.opened": m.opened,
  "dispute.written": m.written,
  "dispute.assigned": m.assigned,
  "dispute.proposed": m.proposed,
  "dispute.waiting": m.waitingApproval,
  "dispute.declined": m.declined,
  "dispute.accepted": m.accepted,
  "dispute.returned": m.returned,
  "dispute.resolved": m.resolved,
  "dispute.withdrawn": m.withdrawn,
  "dispute.mentioned": m.disputeMentioned,
  "dispute.reopened": m.disputeReopened,
  "dispute.approved": m.disputeApproved,
  "dispute.due_soon": m.disputeDueSoon,
  "dispute.late": m.disputeLate,
  "note.mentioned": m.noteMentioned,
  "draft.approved": m.draftApproved,
  "draft.returned": m.draftReturned,
  "issue.assigned": m.issueAssigned,
  "issue.mentioned": m.issueMentioned,
  "issue.overdue": m.issueOverdue,
  "payment.received": m.paymentReceived,
  "payment.refunded": m.paymentRefunded,
  "payment.disputed": m.paymentDisputed,
  "payment.differs": m.paymentDiffers,
  "payment.unidentified": m.paymentUnidentified,
  "payment.refund_asked": m.refundAsked,
  "payment.refund_decided": m.refundDecided,
  "stand_in.named": m.standInNamed,
  "stand_in.ended": m.standInEnded,
  "report.ready": m.reportReady,
  "report.failed": m.reportFailed,
  "archive.history": m.historyReady,
  "receivable.asked": m.receivableAsked,
  "receivable.confirmed": m.receivableConfirmed,
  "receivable.rejected": m.receivableRejected,
  "finalization.prepared": m.finalPrepared,
  "finalization.batch": m.finalBatch,
  "finalization.signed": m.finalSigned,
  "finalization.concluded": m.finalConcluded,
  "finalization.declined": m.finalDeclined,
  "signing.code": m.signingCode,
  "credit_note.posted": m.credited,
  "access.code": m.codeSent,
  "access.link": m.linkSent,
  "people.invited": m.invited,
  "people.staff_invited": m.staffInvited,
  "confirmation.asked": m.asked,
  "organization.payee_planned": m.payeePlanned,
  "organization.payee_stopped": m.payeeStopped,
  "organization.payee_changed": m.payee,
  "payment.failed": m.payFailed,
  "payment.refund_failed": m.payRefundFailed,
  "payment.dispute_ended": m.payDisputeEnded,
  "payout.booked": m.payoutTold,
  "payout.arrived": m.payoutCame,
  "channel.tested": m.tested,
  "template.tested": m.templateTested,
};

/** What a message was about; a kind that is newer than this page is shown by its own name. */
export function kindLabel(kind: string): string {
  return kinds[kind]?.() ?? kind;
}

const channels: Record<string, () => string> = { mail: m.mail, sms: m.sms, wecom: m.wecom, webhook: m.webhook };

export function channelLabel(channel: string): string {
  return channels[channel]?.() ?? channel;
}

export function deliveryState(state: Delivery["state"]): [Tone, string] {
  switch (state) {
    case "sent":
      return ["ok", m.sent()];
    case "failed":
      return ["bad", m.failed()];
    case "bounced":
      return ["bad", m.stateBounced()];
    case "skipped":
      return ["neutral", m.skipped()];
    case "sending":
      return ["brand", m.stateSending()];
    default:
      return ["brand", m.stateQueued()];
  }
}

const results: Record<string, () => string> = {
  accepted: m.resultAccepted,
  refused: m.resultRefused,
  unreachable: m.resultUnreachable,
  uncertain: m.resultUncertain,
  bounced: m.resultBounced,
  unwanted: m.resultUnwanted,
  no_address: m.resultNoAddress,
  cancelled: m.resultCancelled,
  replaced: m.resultReplaced,
  answered: m.resultAnswered,
  channel_off: m.resultChannelOff,
  mail_off: m.resultOff,
  sms_off: m.resultOff,
  push_off: m.resultOff,
};

export function resultLabel(result: string): string {
  return results[result]?.() ?? result;
}
