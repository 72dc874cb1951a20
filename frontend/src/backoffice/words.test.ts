import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nouns, verbs } from "./audit/words";
import { kinds as jobs } from "./jobs/data";
import { kinds as told } from "./notices/data";
import { permissions } from "./staff/words";

const ledger = join(import.meta.dirname, "../../../ledger");

const sources = readdirSync(ledger, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"))
  .map((name) => [name, readFileSync(join(ledger, name), "utf8")] as const);

/** What the program's source names with a pattern, in the files below ledger whose path begins so. */
function named(pattern: RegExp, under = ""): string[] {
  return sources
    .filter(([name]) => name.startsWith(under))
    .flatMap(([, text]) => [...text.matchAll(pattern)].map(([, name]) => name ?? ""));
}

const without = (names: string[], words: object) => [...new Set(names)].filter((name) => !(name in words));

it("has a word for every event that somebody may be told of", () => {
  const events = named(/\bKind += "([a-z_.]+)"/g, "event/");
  expect(events.length).toBeGreaterThan(50);
  expect(without(events, told)).toEqual([]);
});

it("has a word for every kind of background job", () => {
  const kinds = named(/\) Kind\(\) string +\{ return "([a-z_.]+)" \}/g);
  expect(kinds).toContain("statement.run");
  expect(without(kinds, jobs)).toEqual([]);
});

it("has a word for every permission", () => {
  const names = named(/ Permission += "([a-z_]+)"/g, "permission.go");
  expect(names).toContain("see_audit");
  expect(without(names, permissions)).toEqual([]);
});

it("has words for every act of the audit log that is written out", () => {
  const acts = named(/\.Audit\([^"\n]*"([a-z_]+\.[a-z_]*[a-z])"[,)]/g);
  expect(acts.length).toBeGreaterThan(150);
  expect(
    without(
      acts.map((act) => act.split(".")[0] ?? ""),
      nouns,
    ),
  ).toEqual([]);
  expect(
    without(
      acts.map((act) => act.split(".")[1] ?? ""),
      verbs,
    ),
  ).toEqual([]);
});
