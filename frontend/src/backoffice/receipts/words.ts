import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";
import type { Reading, Reason, WaitingLine } from "./types";

/** Where a line stands, as a word and its tone. */
export function standing(line: WaitingLine): [string, Tone] {
  if (!line.read) return [m.unread(), "neutral"];
  if (line.refused) return [m.refusedState(), "bad"];
  if (line.certain) return [m.certain(), "ok"];
  if (line.suggestions.length > 0) return [m.suggested(), "brand"];
  return line.owner ? [m.identified(), "warn"] : [m.unidentified(), "hold"];
}

const rules: Record<Reading["rule"], () => string> = {
  reference: m.ruleReference,
  number: m.ruleNumber,
  exact_one: m.ruleExactOne,
  total: m.ruleTotal,
  run: m.ruleRun,
  exact_sum: m.ruleExactSum,
  oldest_first: m.ruleOldestFirst,
  resembles: m.ruleResembles,
};

export const ruleWord = (rule: Reading["rule"]) => rules[rule]?.() ?? rule;

type Say = (found: { found: string }) => string;

const speaksFor: Record<string, Say> = {
  reference: m.seenReference,
  number: m.seenNumber,
  like_number: m.seenLikeNumber,
  account: m.seenAccount,
  name: m.seenName,
  like_name: m.seenLikeName,
  amount: m.seenAmount,
  fee: m.seenFee,
  short: m.seenShort,
  over: m.seenOver,
};

const speaksAgainst: Record<string, Say> = {
  other_number: m.seenOtherNumber,
  paid_number: m.seenPaidNumber,
  several_ways: m.seenTwice,
  advance: m.seenAdvance,
  another_customer: m.seenStranger,
  taken_back: m.seenTakenBack,
};

export const isAgainst = (reason: Reason) => reason.what in speaksAgainst;

/** What was seen, as a sentence; a word that this page does not know yet is shown as it came. */
export function reasonWord(reason: Reason): string {
  const say = speaksFor[reason.what] ?? speaksAgainst[reason.what];
  return say ? say({ found: reason.found ?? "" }) : [reason.what, reason.found].filter(Boolean).join(": ");
}
