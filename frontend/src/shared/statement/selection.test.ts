import { describe, expect, it } from "vitest";
import { coverage, extendTo, toggleAll, toggleLine } from "./selection";

const shown = [3, 5, 8, 9, 12];

describe("ticking lines", () => {
  it("ticks and unticks one", () => {
    expect([...toggleLine(new Set([3]), 5)]).toEqual([3, 5]);
    expect([...toggleLine(new Set([3, 5]), 3)]).toEqual([5]);
  });

  it("extends over the order shown, in either direction", () => {
    expect([...extendTo(new Set([5]), shown, 5, 9)].sort((a, b) => a - b)).toEqual([5, 8, 9]);
    expect([...extendTo(new Set([9]), shown, 9, 3)].sort((a, b) => a - b)).toEqual([3, 5, 8, 9]);
  });

  it("unticks the range when its end was ticked", () => {
    expect([...extendTo(new Set(shown), shown, 5, 9)].sort((a, b) => a - b)).toEqual([3, 12]);
  });

  it("changes only the target when the anchor is filtered away", () => {
    expect([...extendTo(new Set([1]), shown, 1, 8)]).toEqual([1, 8]);
    expect([...extendTo(new Set(), shown, undefined, 8)]).toEqual([8]);
  });

  it("keeps what is ticked outside the filter when all that is shown is toggled", () => {
    const all = toggleAll(new Set([1]), shown);
    expect(coverage(all, shown)).toBe("all");
    expect(all.has(1)).toBe(true);
    expect([...toggleAll(all, shown)]).toEqual([1]);
    expect(coverage(new Set([5]), shown)).toBe("some");
    expect(coverage(new Set(), [])).toBe("none");
  });
});
