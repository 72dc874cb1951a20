import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";
import type { BankLine } from "./types";

const states: Record<BankLine["state"], [() => string, Tone]> = {
  unmatched: [m.unmatched, "warn"],
  receipt: [m.receipt, "ok"],
  payout: [m.payout, "ok"],
  aside: [m.aside, "neutral"],
  other: [m.other, "neutral"],
};

export const lineState = (state: BankLine["state"]) => states[state][0]();
export const lineTone = (state: BankLine["state"]) => states[state][1];

const kinds: Record<BankLine["kind"], () => string> = {
  credit: m.kindCredit,
  debit: m.kindDebit,
  fee: m.kindFee,
  reversal: m.kindReversal,
  batch_member: m.kindBatch,
};

export const lineKind = (kind: BankLine["kind"]) => kinds[kind]();
