import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as esign from "../esign/messages";
import * as m from "./messages";

type Schemas = components["schemas"];
export type Finalization = Schemas["Finalization"];
export type FinalizationView = Schemas["FinalizationView"];
export type StatementFinalization = Schemas["StatementFinalization"];
export type FinalizationPage = Schemas["BackofficeFinalizationPage"];
export type Batch = Schemas["BackofficeFinalizationBatch"];
export type BatchPage = Schemas["PageFinalizationBatch"];
export type BatchPreview = Schemas["BackofficeFinalizationsPreview"];
export type SigningKeys = Schemas["BackofficeSigningKeys"];
export type SigningKey = Schemas["BackofficeSigningKey"];

const states: Record<string, [() => string, Tone]> = {
  to_sign: [m.stateToSign, "warn"],
  to_countersign: [m.stateToCountersign, "brand"],
  signed: [m.stateSigned, "ok"],
  archived: [m.stateArchived, "ok"],
  declined: [m.stateDeclined, "bad"],
  withdrawn: [m.stateWithdrawn, "neutral"],
};

export const stateLabel = (state: string): string => states[state]?.[0]() ?? state;
export const stateTone = (state: string): Tone => states[state]?.[1] ?? "neutral";

const keyStates: Record<string, [() => string, Tone]> = {
  in_force: [m.keyInForce, "ok"],
  ending: [m.keyEnding, "warn"],
  expired: [m.keyExpired, "bad"],
  revoked: [m.keyRevoked, "bad"],
  retired: [m.keyRetired, "neutral"],
};

export const keyStateLabel = (state: string): string => keyStates[state]?.[0]() ?? state;
export const keyStateTone = (state: string): Tone => keyStates[state]?.[1] ?? "neutral";

export const useLabel: Record<string, () => string> = {
  authority: m.useAuthority,
  seller: m.useSeller,
  timestamp: m.useTimestamp,
  sm2: esign.useSm2,
};

export const sourceLabel: Record<string, () => string> = {
  embedded: m.sourceEmbedded,
  pkcs12: m.sourcePkcs12,
  pkcs11: m.sourcePkcs11,
  pem: esign.sourcePem,
};

const batchStates: Record<string, [() => string, Tone]> = {
  preparing: [m.batchPreparing, "brand"],
  to_sign: [m.batchToSign, "warn"],
  signing: [m.batchSigningNow, "brand"],
  done: [m.batchDone, "ok"],
};

export const batchLabel = (state: string): string => batchStates[state]?.[0]() ?? state;
export const batchTone = (state: string): Tone => batchStates[state]?.[1] ?? "neutral";

const finals: Record<string, [() => string, Tone]> = {
  prepared: [m.finalPrepared, "warn"],
  signed: [m.finalSigned, "brand"],
  countersigned: [m.finalCountersigned, "ok"],
  archived: [m.finalArchived, "ok"],
};

/** How far a statement is on its way to both signatures, as its page says it. */
export const finalLabel = (state: string): string => finals[state]?.[0]() ?? state;
export const finalTone = (state: string): Tone => finals[state]?.[1] ?? "neutral";

const nexts: Record<string, () => string> = {
  to_sign: m.nextToSign,
  to_countersign: m.nextToCountersign,
  signed: m.nextSigned,
  archived: m.nextArchived,
};

/** What comes next, and whose it is; nothing where nothing does. */
export const nextStep = (state: string): string | undefined => nexts[state]?.();
