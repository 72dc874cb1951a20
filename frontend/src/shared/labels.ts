import type {
  ChainRole,
  DisputeCategory,
  DisputeOutcome,
  DisputeState,
  DocumentKind,
  DocumentSummary,
  RootCause,
  StatementState,
} from "./api/types";
import * as m from "./messages";
import type { Tone } from "./ui/Status";

// The words of the domain for the values of the wire, in the current language.

type Words<T extends string> = Record<T, () => string>;

function word<T extends string>(words: Words<T>, value: T): string {
  // A value this build does not know yet is shown as it came rather than hidden.
  return words[value]?.() ?? value;
}

const statementStates: Words<StatementState> = {
  draft: m.stateDraft,
  issued: m.stateIssued,
  viewed: m.stateViewed,
  answered: m.stateAnswered,
  agreed: m.stateAgreed,
  cancelled: m.stateCancelled,
};

const statementTones: Record<StatementState, Tone> = {
  draft: "neutral",
  issued: "brand",
  viewed: "brand",
  answered: "warn",
  agreed: "ok",
  cancelled: "neutral",
};

export const statementStateLabel = (state: StatementState) => word(statementStates, state);
export const statementStateTone = (state: StatementState): Tone => statementTones[state] ?? "neutral";

const disputeStates: Words<DisputeState> = {
  open: m.disputeOpen,
  in_review: m.disputeInReview,
  answered: m.disputeAnswered,
  awaiting_approval: m.disputeAwaitingApproval,
  proposed: m.disputeProposed,
  resolved: m.disputeResolved,
  withdrawn: m.disputeWithdrawn,
};

const disputeTones: Record<DisputeState, Tone> = {
  open: "brand",
  in_review: "warn",
  answered: "hold",
  awaiting_approval: "warn",
  proposed: "hold",
  resolved: "ok",
  withdrawn: "neutral",
};

export const disputeStateLabel = (state: DisputeState) => word(disputeStates, state);
export const disputeStateTone = (state: DisputeState): Tone => disputeTones[state] ?? "neutral";

const outcomes: Words<DisputeOutcome> = {
  accepted_whole: m.outcomeAcceptedWhole,
  accepted_part: m.outcomeAcceptedPart,
  rejected: m.outcomeRejected,
  disagreement: m.outcomeDisagreement,
  paid: m.outcomePaid,
};

export const outcomeLabel = (outcome: DisputeOutcome) => word(outcomes, outcome);

const categories: Words<DisputeCategory> = {
  price: m.categoryPrice,
  quantity: m.categoryQuantity,
  discount: m.categoryDiscount,
  quality: m.categoryQuality,
  not_received: m.categoryNotReceived,
  duplicate: m.categoryDuplicate,
  already_paid: m.categoryAlreadyPaid,
  wrong_party: m.categoryWrongParty,
  document_mismatch: m.categoryDocumentMismatch,
  other: m.categoryOther,
};

export const disputeCategories = Object.keys(categories) as DisputeCategory[];
export const categoryLabel = (category: DisputeCategory) => word(categories, category);

const causes: Words<RootCause> = {
  technical_error: m.causeTechnicalError,
  process_gap: m.causeProcessGap,
  commercial_dispute: m.causeCommercialDispute,
};

export const rootCauses = Object.keys(causes) as RootCause[];
export const rootCauseLabel = (cause: RootCause) => word(causes, cause);

const kinds: Words<DocumentKind> = {
  receivable: m.kindReceivable,
  credit_note: m.kindCreditNote,
  adjustment: m.kindAdjustment,
  receipt: m.kindReceipt,
  advance: m.kindAdvance,
  refund: m.kindRefund,
  write_off: m.kindWriteOff,
  reversal: m.kindReversal,
  opening_balance: m.kindOpeningBalance,
  settlement: m.kindSettlement,
  group_settlement: m.kindGroupSettlement,
};

/** The kinds of documents there are; a settlement is a line of a statement but no document. */
export const documentKinds = (Object.keys(kinds) as DocumentKind[]).filter((kind) => !kind.endsWith("settlement"));
export const kindLabel = (kind: DocumentKind) => word(kinds, kind);

const settlements: Words<DocumentSummary["settlement"]> = {
  open: m.settlementOpen,
  partial: m.settlementPartial,
  settled: m.settlementSettled,
};

export const settlementLabel = (settlement: DocumentSummary["settlement"]) => word(settlements, settlement);
export const settlementTone = (settlement: DocumentSummary["settlement"]): Tone =>
  settlement === "settled" ? "ok" : settlement === "partial" ? "warn" : "brand";

const roles: Words<ChainRole> = {
  order: m.roleOrder,
  contract: m.roleContract,
  shipment: m.roleShipment,
  return: m.roleReturn,
  invoice: m.roleInvoice,
  reduces: m.roleReduces,
  reduced_by: m.roleReducedBy,
  reverses: m.roleReverses,
  reversed_by: m.roleReversedBy,
  settled_with: m.roleSettledWith,
  dispute: m.roleDispute,
  statement: m.roleStatement,
  voucher: m.roleVoucher,
};

export const roleLabel = (role: ChainRole) => word(roles, role);
