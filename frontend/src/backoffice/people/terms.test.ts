import { describe, expect, it } from "vitest";
import { rest, together, typed } from "./terms";

const parts = (...percents: string[]) => percents.map((percent) => ({ percent, days: 30 }));

describe("parts of payment terms", () => {
  it.each([
    [["30", "60", "10"], "100", true],
    [["33.33", "33.33", "33.34"], "100", true],
    [["33.33", "33.33", "33.33"], "99.99", false],
    [["0.1", "0.2"], "0.3", false],
    [["60", "60"], "120", false],
    [["99.99999999", "0.00000001"], "100", true],
    [["90", ""], "90", false],
    [["90", "ten"], "90", false],
    [[], "0", false],
  ])("%j come to %s", (percents, percent, whole) => {
    expect(together(parts(...percents))).toEqual({ percent, whole });
  });

  it("offers what is left for the next part", () => {
    expect(rest(parts("30", "65"))).toBe("5");
    expect(rest(parts("60", "60"))).toBe("");
    expect(rest([])).toBe("100");
  });

  it("reads what somebody typed", () => {
    expect(typed(" ９５％")).toBe("95");
  });
});
