import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { kinds as jobs } from "../jobs/data";
import { kinds as told } from "./data";

const ledger = join(import.meta.dirname, "../../../../ledger");

/** What the program's source says with a pattern, in the rooms below ledger. */
function said(pattern: RegExp, under = ledger): string[] {
  return readdirSync(under, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"))
    .flatMap((name) => [...readFileSync(join(under, name), "utf8").matchAll(pattern)].map(([, kind]) => kind ?? ""));
}

it("has a word for every event that somebody may be told of", () => {
  const events = said(/\bKind += "([a-z_.]+)"/g, join(ledger, "event"));
  expect(events.length).toBeGreaterThan(50);
  expect(events.filter((kind) => !(kind in told))).toEqual([]);
});

it("has a word for every kind of background job", () => {
  const kinds = said(/\) Kind\(\) string +\{ return "([a-z_.]+)" \}/g);
  expect(kinds).toContain("statement.run");
  expect(kinds.filter((kind) => !(kind in jobs))).toEqual([]);
});
