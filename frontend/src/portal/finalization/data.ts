import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";

type Schemas = components["schemas"];
export type Finalization = Schemas["Finalization"];
export type FinalizationView = Schemas["FinalizationView"];
export type SigningCode = Schemas["PortalSigningCode"];

const states: Record<string, [() => string, Tone]> = {
  to_countersign: [m.stateToCountersign, "warn"],
  signed: [m.stateSigned, "ok"],
  declined: [m.stateDeclined, "bad"],
};

export const stateLabel = (state: string): string => states[state]?.[0]() ?? state;
export const stateTone = (state: string): Tone => states[state]?.[1] ?? "neutral";
