import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as difference from "../payoutdifference/messages";
import * as m from "./messages";

export type Payment = components["schemas"]["BackofficeOnlinePayment"];
export type Whole = components["schemas"]["BackofficeOnlineWhole"];
export type Told = components["schemas"]["BackofficeToldView"];
export type Refund = components["schemas"]["BackofficeRefundView"];
export type Chargeback = components["schemas"]["BackofficeChargebackView"];

export type Payout = components["schemas"]["BackofficePayoutView"];
export type PayoutWhole = components["schemas"]["BackofficePayoutWhole"];

type Word = [label: () => string, tone: Tone];

const providers: Record<string, () => string> = {
  sandbox: m.sandbox,
  stripe: m.stripe,
  alipay: m.alipay,
  wechat: m.wechat,
};
export const providerWord = (name: string): string => providers[name]?.() ?? name;

const standings: Record<Payment["standing"], Word> = {
  created: [m.created, "brand"],
  pending: [m.pending, "brand"],
  unknown: [m.unknown, "warn"],
  succeeded: [m.succeeded, "ok"],
  failed: [m.failed, "bad"],
  cancelled: [m.cancelled, "neutral"],
  expired: [m.expired, "neutral"],
  disputed: [m.disputed, "warn"],
  charged_back: [m.chargedBack, "bad"],
  refunded: [m.refundedState, "neutral"],
  partly_refunded: [m.partlyRefunded, "neutral"],
};
export const standing = (it: Payment): { label: string; tone: Tone } => {
  const [label, tone] = standings[it.standing];
  return { label: label(), tone };
};

const tellings: Record<string, () => string> = {
  paid: m.succeeded,
  failed: m.failed,
  refunded: m.refundedState,
  disputed: m.disputed,
  dispute_won: m.won,
  dispute_lost: m.lost,
};
/** What a provider's notice says, in our words where there are some, else in the provider's. */
export const toldWord = (kind: string): string => tellings[kind]?.() ?? kind;

const nexts: Record<Payment["next"], () => string> = {
  payer: m.nextPayer,
  provider: m.nextProvider,
  look: m.nextLook,
  answer: m.nextAnswer,
  again: m.nextAgain,
  settle: m.nextSettle,
  approve: m.nextApprove,
  none: m.nextNone,
};
export const nextWord = (next: Payment["next"]): string => nexts[next]();

const reasons: Record<string, () => string> = {
  provider_unavailable: m.reasonUnavailable,
  amount_differs: m.reasonDiffers,
  other_amount: m.reasonOther,
  declined: m.reasonDeclined,
  paid_otherwise: m.reasonPaidOtherwise,
};
export const reasonWord = (reason: string | undefined): string => (reason ? (reasons[reason]?.() ?? reason) : "");

const verdicts: Record<Told["verdict"], Word> = {
  applied: [m.applied, "ok"],
  known: [m.known, "neutral"],
  ignored: [m.ignored, "neutral"],
  differs: [m.differs, "warn"],
  unidentified: [m.unidentified, "warn"],
};
export const verdict = (it: Told): { label: string; tone: Tone } => {
  const [label, tone] = verdicts[it.verdict];
  return { label: label(), tone: it.waits ? tone : tone === "warn" ? "neutral" : tone };
};

const refundStates: Record<Refund["state"], Word> = {
  proposed: [m.proposed, "warn"],
  declined: [m.declined, "neutral"],
  withdrawn: [m.withdrawn, "neutral"],
  sending: [m.sending, "brand"],
  unknown: [m.refundUnknown, "warn"],
  succeeded: [m.refundDone, "ok"],
  failed: [m.refundFailed, "bad"],
};
export const refundState = (it: Refund): { label: string; tone: Tone } => {
  const [label, tone] = refundStates[it.state];
  return { label: label(), tone };
};

const chargebackStates: Record<Chargeback["state"], Word> = {
  open: [m.open, "warn"],
  won: [m.won, "ok"],
  lost: [m.lost, "bad"],
};
export const chargebackState = (it: Chargeback): { label: string; tone: Tone } => {
  const [label, tone] = chargebackStates[it.state];
  return { label: label(), tone };
};

const parts: Record<Whole["postings"][number]["what"], () => string> = {
  receipt: m.fromReceipt,
  fee: m.fromFee,
  refund: m.fromRefund,
  chargeback: m.fromChargeback,
  chargeback_fee: m.fromChargebackFee,
  chargeback_won: m.fromChargebackWon,
};
export const partWord = (what: Whole["postings"][number]["what"]): string => parts[what]();

const payoutStates: Record<Payout["state"], Word> = {
  on_the_way: [m.onTheWay, "warn"],
  at_bank: [m.atBank, "ok"],
  differs: [m.payoutDiffers, "bad"],
  difference_waits: [difference.waits, "warn"],
  settled: [difference.settled, "ok"],
};
export const payoutState = (it: Payout): { label: string; tone: Tone } => {
  const [label, tone] = payoutStates[it.state];
  const late = it.state === "on_the_way" && it.days > 0;
  return { label: late ? m.onTheWayDays({ days: it.days }) : label(), tone };
};

const payoutRules: Record<string, () => string> = {
  reference: m.ruleReference,
  payer: m.rulePayer,
  amount: m.ruleAmount,
  from_line: m.ruleFromLine,
  by_hand: m.ruleByHand,
};
export const payoutRule = (rule: string): string => payoutRules[rule]?.() ?? rule;
