import type { components } from "../../shared/api/schema";

type Schemas = components["schemas"];
export type Policies = Schemas["BackofficeApprovalPolicies"];
export type Policy = Schemas["BackofficeApprovalPolicy"];
export type Rule = Schemas["BackofficeApprovalRule"];

export const policiesKey = ["approval-policies"];

/** A rule as it is typed: the amount is the text, and every level has its place. */
export interface RuleRow {
  key: number;
  kind: Rule["kind"];
  above: string;
  roles: string[];
}

export const ruleKinds: Rule["kind"][] = [
  "receivable",
  "credit_note",
  "adjustment",
  "receipt",
  "advance",
  "refund",
  "opening_balance",
  "reversal",
];

let lastKey = 0;

export function emptyRow(): RuleRow {
  lastKey += 1;
  return { key: lastKey, kind: "receivable", above: "", roles: ["finance_supervisor"] };
}

export const rowsOf = (rules: Rule[]): RuleRow[] =>
  rules.map((it) => ({ ...emptyRow(), kind: it.kind, above: it.above, roles: it.roles }));

export const rulesOf = (rows: RuleRow[]): Rule[] =>
  rows.map((it) => ({ kind: it.kind, above: it.above || "0", roles: it.roles.filter(Boolean) }));
