import type { components } from "../../shared/api/schema";
import * as m from "./messages";

type Schemas = components["schemas"];
export type Standing = Schemas["BackofficeMailStanding"];
export type Template = Schemas["BackofficeMailTemplate"];
export type Words = Schemas["BackofficeMailWords"];
export type Preview = Schemas["BackofficeMailPreview"];
export type Fault = Schemas["BackofficeMailFault"];
export type Place = Schemas["BackofficeMailPlace"];

export const listKey = ["mail-templates"];

const purposes: Record<string, () => string> = {
  "statement.issued": m.statementIssued,
  "statement.revised": m.statementRevised,
  "statement.cancelled": m.statementCancelled,
  "statement.reminded.before": m.remindedBefore,
  "statement.reminded.today": m.remindedToday,
  "statement.reminded.late": m.remindedLate,
  "statement.agreed": m.statementAgreed,
  "confirmation.asked": m.confirmationAsked,
  "dispute.written": m.disputeWritten,
  "dispute.proposed": m.disputeProposed,
  "dispute.resolved": m.disputeResolved,
  "dispute.reopened": m.disputeReopened,
  "receivable.asked": m.receivableAsked,
  "receivable.asked.again": m.receivableAskedAgain,
  "people.invited": m.peopleInvited,
  "access.link": m.accessLink,
};

/** What a mail is for; a purpose that is newer than this page is shown by its own name. */
export function purposeLabel(purpose: string): string {
  return purposes[purpose]?.() ?? purpose;
}

export const languages: Record<string, string> = { "zh-CN": "中文", en: "English" };

export function stateLabel(it: { version: number; built_in: boolean }): string {
  return it.version === 0 || it.built_in ? m.builtInState() : m.versionState({ n: it.version });
}
