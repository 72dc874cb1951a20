import type { components } from "../../shared/api/schema";
import type { Actions, CustomerRef } from "../../shared/api/types";

export type Check =
  | "tax_rate"
  | "tax_amount"
  | "duplicate"
  | "unposted"
  | "proof"
  | "contact"
  | "payee"
  | "imports"
  | "nothing";

/** What a check found; without a customer it concerns all of them. */
export interface Finding {
  customer?: CustomerRef;
  check: Check;
  count: number;
  documents: string[];
  blocks: boolean;
}

/** One document that a check names; of what is not posted yet its draft. */
export type Found = components["schemas"]["BackofficeFoundDocument"];

export interface NotDue {
  customer: CustomerRef;
  cycle: string;
  period_start?: string;
  cut_off?: string;
}

/** A customer that is left out, or released, by hand. */
export interface Exception {
  customer_id: string;
  reason: string;
}

export interface DueRun {
  period_start: string;
  cut_off: string;
  on: string;
  cycles: string[];
  customers: number;
  done: number;
  days: number;
  automatic: boolean;
}

export interface Policy {
  automatic: "off" | "draft" | "issue";
  delay_days: number;
  checks: Record<string, string>;
  tax_rates: string[];
  tax_tolerance: string;
  task_days?: number;
  escalation_days?: number;
  proofs?: Record<string, string>;
}

export interface Policies {
  versions: (Policy & { id: string; version: number; reason: string; created_by_name: string; created_at: string })[];
  checks: string[];
  proving: string[];
  actions: Actions;
}
