import type { components } from "../../shared/api/schema";
import type { Field } from "../../shared/fields/data";
import * as m from "./messages";

type Schemas = components["schemas"];
export type FieldList = Schemas["BackofficeFieldList"];
export type Words = Schemas["FieldWords"];
export type Version = Schemas["BackofficeFieldVersion"];
export type Option = Schemas["FieldOption"];

export const subjects: [Field["subject"], () => string][] = [
  ["customer", m.customer],
  ["document", m.document],
  ["line", m.line],
  ["dispute", m.dispute],
];

export const kinds: [Field["kind"], () => string][] = [
  ["text", m.kindText],
  ["number", m.kindNumber],
  ["date", m.kindDate],
  ["choice", m.kindChoice],
  ["yes_no", m.kindYesNo],
];

const places: Record<string, () => string> = {
  form: m.onForm,
  list: m.onList,
  export: m.onExport,
  import: m.onImport,
  portal: m.onPortal,
  statement: m.onStatement,
};

export const placeWord = (place: string) => places[place]?.() ?? place;
export const kindWord = (kind: string) => kinds.find(([it]) => it === kind)?.[1]() ?? kind;

export const noWords: Words = {
  zh: "",
  en: "",
  required: false,
  default: "",
  order: 0,
  shown: [],
  options: [],
  active: true,
};

export function wordsOf(field: Field): Words {
  const { zh, en, required, order, shown, options, active } = field;
  return { zh, en, required, default: field.default, order, shown, options, active };
}
