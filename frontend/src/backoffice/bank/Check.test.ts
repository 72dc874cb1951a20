import { expect, test } from "vitest";
import { statedUntil } from "./Check";

test.each([
  ["no account has been stated", [], ""],
  ["one account", ["2026-10-31"], "2026-10-31"],
  ["one is stated further than the other", ["2026-11-23", "2026-10-28"], "2026-10-28"],
  ["one has said nothing for long", ["2026-11-23", "2025-01-31", "2026-10-28"], "2026-10-28"],
])("until when the bank has spoken: %s", (_, days, until) => {
  expect(statedUntil(days)).toBe(until);
});
