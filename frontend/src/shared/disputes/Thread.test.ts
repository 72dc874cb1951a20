import { expect, test } from "vitest";
import type { DisputeMessage, Reader } from "../api/types";
import { seenAt } from "./Thread";

const message = (id: string, side: DisputeMessage["side"], internal = false): DisputeMessage => ({
  id,
  side,
  internal,
  kind: "message",
  author_name: id,
  text: "x",
  created_at: "2026-11-22T00:00:00Z",
  mine: false,
  attachments: [],
});

const reader = (name: string, side: Reader["side"], last_message: string): Reader => ({
  name,
  side,
  last_message,
  seen_at: "2026-11-22T00:00:00Z",
});

test("a reader stands below the last message of the other side that they have read", () => {
  const thread = [
    message("1", "customer"),
    message("2", "staff"),
    message("3", "staff", true),
    message("4", "customer"),
  ];
  const readers = [reader("王敏", "staff", "3"), reader("李强", "staff", "4"), reader("吴洋", "customer", "4")];
  const shown = (mine: "customer" | "staff") =>
    [...seenAt(thread, readers, mine)].map(([id, who]) => `${id}: ${who.map((it) => it.name).join(" ")}`);
  expect(shown("customer")).toEqual(["1: 王敏", "4: 李强"]);
  expect(shown("staff")).toEqual(["2: 吴洋"]);
  expect([...seenAt(thread, [reader("王敏", "staff", "gone")], "customer")]).toEqual([]);
});
