import { isEnglish } from "../../shared/i18n/locale";
import { permissionLabel, roleLabel } from "../staff/words";
import * as m from "./messages";

/** What an act is about. */
const nouns: Record<string, () => string> = {
  statement: m.nounStatement,
  statement_run: m.nounStatementRun,
  statement_template: m.nounStatementTemplate,
  inclusion_rule: m.nounInclusionRule,
  dispute: m.nounDispute,
  document: m.nounDocument,
  draft: m.nounDraft,
  settlement: m.nounSettlement,
  receivable: m.nounReceivable,
  matching: m.nounMatching,
  attachment: m.nounAttachment,
  link: m.nounLink,
  links: m.nounLinks,
  review: m.nounReview,
  customer: m.nounCustomer,
  customers: m.nounCustomers,
  contact: m.nounContact,
  contacts: m.nounContacts,
  organization: m.nounOrganization,
  staff: m.nounStaff,
  session: m.nounSession,
  token: m.nounToken,
  channel: m.nounChannel,
  notice: m.nounNotice,
  period: m.nounPeriod,
  periods: m.nounPeriods,
  rates: m.nounRates,
  audit: m.nounAudit,
  job: m.nounJob,
  mail_template: m.nounMailTemplate,
  import: m.nounImport,
  refused: m.nounRefused,
};

/** What was done. */
const verbs: Record<string, () => string> = {
  created: m.verbCreated,
  changed: m.verbChanged,
  added: m.verbAdded,
  removed: m.verbRemoved,
  made: m.verbMade,
  issued: m.verbIssued,
  revised: m.verbRevised,
  cancelled: m.verbCancelled,
  viewed: m.verbViewed,
  confirmed: m.verbConfirmed,
  reopened: m.verbReopened,
  opened: m.verbOpened,
  closed: m.verbClosed,
  resolved: m.verbResolved,
  proposed: m.verbProposed,
  approved: m.verbApproved,
  rejected: m.verbRejected,
  declined: m.verbDeclined,
  submitted: m.verbSubmitted,
  withdrawn: m.verbWithdrawn,
  discarded: m.verbDiscarded,
  posted: m.verbPosted,
  undone: m.verbUndone,
  assigned: m.verbAssigned,
  message: m.verbMessage,
  mentioned: m.verbMentioned,
  moved: m.verbMoved,
  asked: m.verbAsked,
  granted: m.verbGranted,
  revoked: m.verbRevoked,
  verified: m.verbVerified,
  code_sent: m.verbCodeSent,
  code_void: m.verbCodeVoid,
  sent_again: m.verbSentAgain,
  failed_again: m.verbFailedAgain,
  bounced: m.verbBounced,
  used: m.verbUsed,
  invited: m.verbInvited,
  joined: m.verbJoined,
  bound: m.verbBound,
  linked: m.verbLinked,
  invitation_revoked: m.verbInvitationRevoked,
  roles_changed: m.verbRolesChanged,
  rested: m.verbRested,
  returned: m.verbReturned,
  session_ended: m.verbSessionEnded,
  policy_changed: m.verbPolicyChanged,
  payee_asked: m.verbPayeeAsked,
  payee_changed: m.verbPayeeChanged,
  payee_approved: m.verbPayeeApproved,
  payee_rejected: m.verbPayeeRejected,
  payee_withdrawn: m.verbPayeeWithdrawn,
  secret_replaced: m.verbSecretReplaced,
  preferences: m.verbPreferences,
  settings: m.verbSettings,
  exported: m.verbExported,
  extended: m.verbExtended,
  done: m.verbDone,
  chunk: m.verbChunk,
  retried: m.verbRetried,
  paired: m.verbPaired,
  matched: m.verbMatched,
  completed: m.verbCompleted,
  decided: m.verbDecided,
  balance: m.verbBalance,
  uploaded: m.verbUploaded,
  administration: m.verbAdministration,
  confirms_receivables: m.verbConfirmsReceivables,
  review_on: m.verbReviewOn,
  review_off: m.verbReviewOff,
  review_off_asked: m.verbReviewOffAsked,
  review_kept: m.verbReviewKept,
  replayed: m.verbReplayed,
  paused: m.verbPaused,
  resumed: m.verbResumed,
};

/** The values that acts tell. */
const fields: Record<string, () => string> = {
  name: m.fieldName,
  name_en: m.fieldNameEn,
  roles: m.fieldRoles,
  email: m.fieldEmail,
  reason: m.fieldReason,
  by: m.fieldBy,
  staff: m.fieldStaff,
  contact: m.fieldContact,
  customer: m.fieldCustomer,
  permission: m.fieldPermission,
  route: m.fieldRoute,
  audience: m.fieldAudience,
  person: m.fieldPerson,
  approval_threshold: m.fieldApprovalThreshold,
  dispute_days: m.fieldDisputeDays,
  reminder_days: m.fieldReminderDays,
  kind: m.fieldKind,
  version: m.fieldVersion,
  state: m.fieldState,
  amount: m.fieldAmount,
  payee_name: m.fieldPayeeName,
  payee_bank: m.fieldPayeeBank,
  payee_account: m.fieldPayeeAccount,
  statement_no: m.fieldStatementNo,
  document_no: m.fieldDocumentNo,
  period: m.fieldPeriod,
  time_zone: m.fieldTimeZone,
  address: m.fieldAddress,
  phone: m.fieldPhone,
  tax_id: m.fieldTaxId,
  prefix: m.fieldPrefix,
  scopes: m.fieldScopes,
  days: m.fieldDays,
  rows: m.fieldRows,
  format: m.fieldFormat,
  active: m.fieldActive,
  locale: m.fieldLocale,
  code: m.fieldCode,
  currency: m.fieldCurrency,
  decision: m.fieldDecision,
  subject: m.fieldSubject,
  heading: m.fieldHeading,
  body: m.fieldBody,
  button: m.fieldButton,
  fields: m.fieldFields,
};

/** What a family of acts is about; one that is newer than this page is shown by its own name. */
export const nounOf = (family: string) => nouns[family]?.() ?? family;

/** An act in words: 对账单 · 出具. */
export function actionLabel(action: string): string {
  const [family = "", verb] = action.split(".");
  return verb ? `${nounOf(family)} · ${verbs[verb]?.() ?? verb}` : nounOf(family);
}

/** A value's name, by the last part of its path that is known. */
export function fieldLabel(path: string): string {
  for (const part of path.split(".").reverse()) {
    const word = fields[part.toLowerCase()];
    if (word) return word();
  }
  return path;
}

const sides: Record<string, () => string> = { backoffice: m.sideStaff, portal: m.sideCustomer };

/** A value as people read it: permissions, roles and sides by their words, everything else as it was written. */
function valueLabel(action: string, path: string, value: string): string {
  const name = path.split(".").at(-1) ?? "";
  if (name === "permission") return permissionLabel(value);
  if (name === "audience") return sides[value]?.() ?? value;
  if (name === "roles" || action === "staff.roles_changed")
    return value
      .split(", ")
      .map(roleLabel)
      .join(isEnglish() ? ", " : "、");
  return value;
}

/** What a change says: one value, or the one before and the one after. */
export function changeLabel(
  action: string,
  change: { field: string; before: string; after: string; alone: boolean },
): string {
  const [before, after] = [change.before, change.after].map((it) => (it ? valueLabel(action, change.field, it) : "–"));
  return change.alone ? (after ?? "") : `${before} → ${after}`;
}
