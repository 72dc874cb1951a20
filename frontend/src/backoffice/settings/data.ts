import type { components } from "../../shared/api/schema";

type Schemas = components["schemas"];
export type Settings = Schemas["BackofficeStatementSettings"];
export type TemplateVersion = Schemas["BackofficeTemplateVersion"];
export type RuleVersion = Schemas["BackofficeRuleVersion"];
export type Look = Schemas["BackofficeStatementLook"];
export type Inclusion = Schemas["BackofficeInclusionRule"];

export const settingsKey = ["statement-settings"];

export function lookOf(it: TemplateVersion): Look {
  return {
    title_zh: it.title_zh,
    title_en: it.title_en,
    note_zh: it.note_zh,
    note_en: it.note_en,
    payee_shown: it.payee_shown,
    hidden_columns: it.hidden_columns,
    locale: it.locale,
    fields: it.fields ?? [],
  };
}

export function inclusionOf(it: RuleVersion): Inclusion {
  return {
    lines_by: it.lines_by,
    reversed_pairs: it.reversed_pairs,
    settled_items: it.settled_items,
    quiet_customers: it.quiet_customers,
  };
}
