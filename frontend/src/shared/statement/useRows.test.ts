import { describe, expect, it } from "vitest";
import { rowOffsets, rowRange } from "./useRows";

describe("drawing only the rows in sight", () => {
  const offsets = rowOffsets(5000, [], 50);

  it("knows the whole height before anything is measured", () => {
    expect(offsets[5000]).toBe(250_000);
  });

  it("covers the window with a margin on both sides, in whole steps", () => {
    const { first, last } = rowRange(offsets, 100_000, 100_900);
    expect(first).toBeLessThanOrEqual(2000 - 12);
    expect(last).toBeGreaterThanOrEqual(2018 + 12);
    expect(first % 12).toBe(0);
    expect(last - first).toBeLessThan(80);
  });

  it("stays inside the list at its ends", () => {
    expect(rowRange(offsets, -800, 100).first).toBe(0);
    expect(rowRange(offsets, 249_500, 250_400).last).toBe(5000);
    expect(rowRange(rowOffsets(0, [], 50), 0, 900)).toEqual({ first: 0, last: 0 });
  });

  it("moves what follows a row that turned out taller", () => {
    expect(rowOffsets(3, [undefined, 90], 50)[3]).toBe(190);
  });
});
