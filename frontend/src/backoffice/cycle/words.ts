import { isEnglish } from "../../shared/i18n/locale";
import * as m from "./messages";
import type { Check } from "./types";

const checks: Record<Check, () => string> = {
  tax_rate: m.checkTaxRate,
  tax_amount: m.checkTaxAmount,
  duplicate: m.checkDuplicate,
  unposted: m.checkUnposted,
  proof: m.checkProof,
  contact: m.checkContact,
  payee: m.checkPayee,
  imports: m.checkImports,
  nothing: m.checkNothing,
};

export const checkLabel = (check: string) => checks[check as Check]?.() ?? check;

const listed = (days: string) => days.replaceAll(",", isEnglish() ? ", " : "、");

/** How often a customer gets a statement, in words. */
export function cycleLabel(cycle: string): string {
  const [family, first, second] = cycle.split(":");
  switch (family) {
    case "monthly":
      return m.monthly();
    case "quarterly":
      return m.quarterly();
    case "none":
      return m.none();
    case "day":
      return first ? m.days({ days: listed(first) }) : m.familyDay();
    case "weeks":
      return second ? m.weeks({ count: Number(first) }) : m.familyWeeks();
    case "dates":
      return first ? m.dates({ dates: listed(first) }) : m.familyDates();
  }
  return cycle;
}

export const families = ["monthly", "quarterly", "day", "weeks", "dates"];
