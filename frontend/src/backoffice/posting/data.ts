import type { components } from "../../shared/api/schema";
import * as m from "./messages";

type Schemas = components["schemas"];
export type Settings = Schemas["BackofficePostingSettings"];
export type RuleRow = Schemas["BackofficePostingRule"] & { key: number };
export type TypeRow = Schemas["BackofficeItemType"] & { key: number };

export const settingsKey = ["posting-rules"];

let lastKey = 0;
const nextKey = () => {
  lastKey += 1;
  return lastKey;
};

export const emptyType = (): TypeRow => ({ key: nextKey(), code: "", name: "", name_en: "" });

export const emptyRule = (): RuleRow => ({
  key: nextKey(),
  kind: "receivable",
  item_type: "",
  part: "revenue",
  account: "",
  name: "",
  name_en: "",
  dimensions: [],
});

const parts: Record<string, () => string> = {
  revenue: m.partRevenue,
  returns: m.partReturns,
  other_income: m.partOtherIncome,
  tax: m.partTax,
  freight: m.partFreight,
  bank: m.partBank,
  provider_clearing: m.partProvider,
  notes: m.partNotes,
};

export const partWord = (part: string) => parts[part]?.() ?? part;

/** What a rule may ask a document to say. */
export const dimensions: [value: string, label: () => string][] = [
  ["order_no", m.dimOrder],
  ["contract_no", m.dimContract],
  ["shipment_no", m.dimShipment],
  ["invoice_no", m.dimInvoice],
  ["product_line", m.dimProduct],
];
