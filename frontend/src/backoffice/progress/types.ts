import type { CustomerRef, StatementState } from "../../shared/api/types";

export type Step = "issue" | "remind" | "call" | "settle" | "held" | "done";
export type Age = "d0_3" | "d4_7" | "d8_15" | "d16_30" | "d31";

/** A statement on the progress board; days count from its issue. */
export interface Row {
  id: string;
  statement_no: string;
  version: number;
  customer: CustomerRef;
  owner?: { id: string; name: string };
  currency: string;
  period_start: string;
  cut_off: string;
  closing: string;
  state: StatementState;
  issued_at?: string;
  answer_due?: string;
  days?: number;
  age: Age | "";
  late: boolean;
  days_late: number;
  disputes: number;
  disputed: string;
  reminders: number;
  step: Step;
  on?: string;
}

export interface Count {
  key: string;
  count: number;
}

export interface Owner {
  id: string;
  name: string;
  total: number;
  late: number;
  states: Count[];
  ages: Count[];
}

/** A page of the board; the counts are of everything that the other filters let through. */
export interface Board {
  items: Row[];
  next_cursor?: string;
  total: number;
  late: number;
  states: Count[];
  ages: Count[];
  owners: Owner[];
}
