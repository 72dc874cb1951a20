import { expect, it } from "vitest";
import type { DisputeResult } from "../../shared/api/types";
import { inSets } from "./actions";

it("disputes a filter's whole result in sets, and gathers what came of each", async () => {
  const sent: [number, number][] = [];
  const lines = Array.from({ length: 1201 }, (_, at) => at + 1);
  const result = await inSets(lines, async (set, part) => {
    sent.push([part, set.length]);
    return { disputes: set, refused: [part], statement: part } as unknown as DisputeResult;
  });
  expect(sent).toEqual([
    [0, 500],
    [1, 500],
    [2, 201],
  ]);
  expect(result).toEqual({ disputes: lines, refused: [0, 1, 2], statement: 2 });
});

it("stops at the first set that fails, so that it can be tried again", async () => {
  const parts: number[] = [];
  const failing = inSets(
    Array.from({ length: 1001 }, (_, at) => at),
    async (_, part) => {
      parts.push(part);
      if (part === 1) throw new Error("offline");
      return { disputes: [], refused: [] } as unknown as DisputeResult;
    },
  );
  await expect(failing).rejects.toThrow("offline");
  expect(parts).toEqual([0, 1]);
});
