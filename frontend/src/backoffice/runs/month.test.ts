import { expect, it } from "vitest";
import { previousMonth } from "./month";

it.each([
  ["2026-11-22", "2026-10-01", "2026-10-31"],
  ["2026-01-01", "2025-12-01", "2025-12-31"],
  ["2028-03-31", "2028-02-01", "2028-02-29"],
])("before %s comes %s to %s", (today, from, to) => {
  expect(previousMonth(today)).toEqual({ period_start: from, cut_off: to });
});
