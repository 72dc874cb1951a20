import type { Tone } from "../ui/Status";
import * as m from "./messages";
import type { Class, ItemKind, ReconciliationSection } from "./types";

/** The classes in the order in which they are shown. */
export const classes: Class[] = [
  "matched",
  "amount_differs",
  "only_ours",
  "only_theirs",
  "period_differs",
  "duplicated",
];

const classWords: Record<Class, () => string> = {
  matched: m.classMatched,
  amount_differs: m.classAmount,
  only_ours: m.classOurs,
  only_theirs: m.classTheirs,
  period_differs: m.classPeriod,
  duplicated: m.classDuplicated,
};

const classTones: Record<Class, Tone> = {
  matched: "ok",
  amount_differs: "warn",
  only_ours: "brand",
  only_theirs: "hold",
  period_differs: "neutral",
  duplicated: "warn",
};

export const classLabel = (value: Class) => classWords[value]?.() ?? value;
export const classTone = (value: Class): Tone => classTones[value] ?? "neutral";

/** The kinds of reconciling items in the order people choose from. */
export const itemKinds: ItemKind[] = [
  "in_transit_invoice",
  "in_transit_receipt",
  "in_transit_payment",
  "own_correction",
  "other",
];

const kindWords: Record<ItemKind, () => string> = {
  in_transit_invoice: m.kindInvoice,
  in_transit_receipt: m.kindReceipt,
  in_transit_payment: m.kindPayment,
  own_correction: m.kindCorrection,
  other: m.kindOther,
};

export const itemKindLabel = (kind: string) => kindWords[kind as ItemKind]?.() ?? kind;

const sectionWords: Record<ReconciliationSection["key"], () => string> = {
  ours_not_booked: m.sectionOurs,
  theirs_not_booked: m.sectionTheirs,
  corrections: m.sectionCorrections,
  adjustments: m.sectionAdjustments,
  disagreements: m.sectionDisagreements,
  undecided: m.sectionUndecided,
};

export const sectionLabel = (key: ReconciliationSection["key"]) => sectionWords[key]?.() ?? key;
