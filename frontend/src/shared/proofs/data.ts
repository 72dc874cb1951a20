import type { components } from "../api/schema";
import * as m from "./messages";

export type Proof = components["schemas"]["Proof"];
export type ProofList = components["schemas"]["ProofList"];

const kinds: Record<Proof["kind"], () => string> = {
  delivery_note: m.deliveryNote,
  acceptance: m.acceptance,
  contract: m.contract,
  invoice: m.invoice,
  other: m.other,
};

export const proofKinds = Object.keys(kinds) as Proof["kind"][];
export const proofWord = (kind: string) => kinds[kind as Proof["kind"]]?.() ?? kind;
