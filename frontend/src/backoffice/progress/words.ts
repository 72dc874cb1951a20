import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";
import type { Row } from "./types";

const ages: Record<string, () => string> = {
  d0_3: m.ages0,
  d4_7: m.ages4,
  d8_15: m.ages8,
  d16_30: m.ages16,
  d31: m.ages31,
};

export const ageLabel = (age: string) => ages[age]?.() ?? age;

/** What comes next for a statement, with its day. */
export function stepLabel(row: Row): string {
  switch (row.step) {
    case "issue":
      return m.stepIssue();
    case "remind":
      return row.on ? m.stepRemind({ on: row.on }) : m.stepRemindSoon();
    case "call":
      return m.stepCall();
    case "settle":
      return m.stepSettle();
    case "held":
      return m.stepHeld();
    default:
      return m.stepDone();
  }
}

export function stepTone(row: Row): Tone {
  if (row.step === "call") return "bad";
  if (row.step === "settle") return "warn";
  return row.step === "done" ? "ok" : "neutral";
}
