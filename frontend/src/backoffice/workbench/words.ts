import { formatMoney } from "../../shared/money";
import type { Tone } from "../../shared/ui/Status";
import type { Extra, SettlementRow } from "./data";
import * as m from "./messages";

/** Why a credit is taken to be meant for what is suggested, in words. */
export function ruleWord(rule: string, found = ""): string {
  switch (rule) {
    case "reduces":
      return m.ruleReduces();
    case "reference":
      return m.ruleReference({ found });
    case "order":
      return m.ruleOrder({ found });
    case "exact_one":
      return m.ruleExactOne();
    case "total":
      return m.ruleTotal();
    case "exact_sum":
      return m.ruleExactSum();
    case "oldest_first":
      return m.ruleOldest();
    default:
      return rule;
  }
}

export function extraWord(extra: Extra): string {
  const amount = formatMoney(extra.amount, extra.currency);
  if (extra.kind === "discount") return m.extraDiscount({ amount });
  return extra.kind === "write_off" ? m.extraWriteOff({ amount }) : m.extraSurplus({ amount });
}

const cases: Record<string, () => string> = {
  back_dated: m.caseBackDated,
  disputed: m.caseDisputed,
  ungranted: m.caseUngranted,
};

export const caseWord = (name: string) => cases[name]?.() ?? name;

const modes: Record<string, () => string> = {
  manual: m.modeManual,
  automatic: m.modeAutomatic,
  business: m.modeBusiness,
  immediate: m.modeImmediate,
  reversal: m.modeReversal,
};

export const modeNames = Object.keys(modes);
export const modeWord = (mode: string) => modes[mode]?.() ?? mode;

const states: Record<SettlementRow["state"], [() => string, Tone]> = {
  live: [m.stateLive, "ok"],
  removed: [m.stateRemoved, "neutral"],
  reversed: [m.stateReversed, "warn"],
  reversal: [m.stateReversal, "neutral"],
};

export const stateWord = (state: SettlementRow["state"]) => states[state][0]();
export const stateTone = (state: SettlementRow["state"]) => states[state][1];

const because: Record<string, () => string> = {
  automatic: m.becauseAutomatic,
  closed: m.becauseClosed,
  earlier_month: m.becauseEarlier,
  on_statement: m.becauseStatement,
};

export const becauseWord = (name: string) => because[name]?.() ?? name;
