import { describe, expect, it } from "vitest";
import { inUnit, shares, strengths } from "./heat";

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

describe("strengths", () => {
  const rows = [
    { currency: "CNY", amounts: ["1.00", "9000000.00", "0.00"] },
    { currency: "CNY", amounts: ["2.00", "3.00", "-5.00"] },
    { currency: "JPY", amounts: ["7"] },
  ];
  const strength = strengths(rows);
  it("ranks within a currency, so that one large amount leaves the others apart", () => {
    const found = ["1.00", "2.00", "3.00", "9000000.00"].map((it) => strength(it, "CNY"));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(new Set(found).size).toBe(4);
    expect(strength("9000000.00", "CNY")).toBeCloseTo(0.45);
    expect(strength("7", "JPY")).toBeCloseTo(0.45);
  });
  it("leaves what is not above zero without colour", () => {
    expect(strength("0.00", "CNY")).toBe(0);
    expect(strength("-5.00", "CNY")).toBe(0);
  });
});
