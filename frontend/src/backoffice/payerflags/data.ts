import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";

export type PayerFlag = components["schemas"]["BackofficePayerFlag"];

export const flagsPath = "/bank/payer-flags";

export const flagStates: Record<PayerFlag["state"], { label: () => string; tone: Tone }> = {
  held: { label: m.held, tone: "warn" },
  released: { label: m.released, tone: "ok" },
  reversed: { label: m.reversed, tone: "neutral" },
};

/** Who paid, as the bank says it: the name, else the account. */
export const payerOf = (it: PayerFlag) => it.payer || it.payer_account || m.unnamed();
