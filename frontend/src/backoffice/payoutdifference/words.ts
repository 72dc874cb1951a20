import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";

type State = components["schemas"]["BackofficePayoutDifference"]["state"];

const kinds: Record<string, () => string> = {
  bank_charge: m.bankCharge,
  provider_fee: m.providerFee,
  exchange: m.exchange,
};
/** What a difference is, in words. */
export const kindWord = (kind: string): string => kinds[kind]?.() ?? kind;

const states: Record<State, [label: () => string, tone: Tone]> = {
  proposed: [m.stateProposed, "warn"],
  posted: [m.statePosted, "ok"],
  declined: [m.stateDeclined, "neutral"],
  withdrawn: [m.stateWithdrawn, "neutral"],
  reversed: [m.stateReversed, "neutral"],
};
/** How a posting of a difference stands. */
export const stateWord = (state: State): { label: string; tone: Tone } => {
  const [label, tone] = states[state];
  return { label: label(), tone };
};
