import { expect, it } from "vitest";
import { inUnit, shares } from "./heat";

it.each([
  ["35211234.56", "CNY", "ten_thousand", "3521.12"],
  ["50.00", "CNY", "ten_thousand", "0.01"],
  ["49.99", "CNY", "ten_thousand", "0.00"],
  ["-49.99", "CNY", "ten_thousand", "0.00"],
  ["-50.00", "CNY", "ten_thousand", "-0.01"],
  ["1234567", "JPY", "thousand", "1234.57"],
  ["12.34", "CNY", "one", "12.34"],
] as const)("writes %s %s in %s as %s", (amount, currency, unit, written) => {
  expect(inUnit(amount, currency, unit)).toBe(written);
});

it("gives a share only to what is owed", () => {
  expect(shares(["75.00", "25.00", "-40.00"], "CNY")).toEqual([75, 25, 0]);
  expect(shares(["0.00"], "CNY")).toEqual([0]);
});
