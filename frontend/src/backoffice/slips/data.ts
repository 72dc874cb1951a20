import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";

type Sent = components["schemas"];

export type Slip = Sent["BackofficeBankSlip"];
export type Slips = Sent["PageBankSlip"];
export type SlipView = Sent["BackofficeSlipView"];
export type Candidate = Sent["BackofficeSlipCandidate"];

export const slipKinds = ".pdf,.ofd,application/pdf,image/jpeg,image/png,image/webp";

const states: Record<string, [() => string, Tone]> = {
  waiting: [m.waiting, "warn"],
  matched: [m.matched, "ok"],
  aside: [m.aside, "neutral"],
};

export const stateWord = (slip: Slip) => states[slip.state]?.[0]() ?? slip.state;
export const stateTone = (slip: Slip): Tone => states[slip.state]?.[1] ?? "neutral";

/** How it came to its payment. */
export function ruleWord(slip: Slip): string {
  if (slip.rule === "number") return m.byRule();
  if (slip.rule === "payer") return m.byPayer();
  return m.byHand({ who: slip.by ?? "" });
}

const seen: Record<string, () => string> = {
  number: m.seenNumber,
  amount: m.seenAmount,
  account: m.seenAccount,
  name: m.seenName,
  document: m.seenDocument,
  date: m.seenDate,
  other_date: m.otherDate,
  taken: m.taken,
};

export const seenWord = (what: string) => seen[what]?.() ?? what;
export const isAgainst = (what: string) => what === "other_date" || what === "taken";
