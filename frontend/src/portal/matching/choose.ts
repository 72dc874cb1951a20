import type { Class, MatchingGroup, MatchingLine, MatchingPage } from "../../shared/matching/types";

/** A group with its lines. */
export interface Shown {
  group: MatchingGroup;
  ours: MatchingLine[];
  theirs: MatchingLine[];
  /** What a search looks into. */
  text: string;
}

export type ClassFilter = Class | "all" | "likely";

/** The groups of a page with their lines found. */
export function gather(page: MatchingPage): Shown[] {
  const ours = new Map(page.ours.map((line) => [line.no, line]));
  const theirs = new Map(page.theirs.map((line) => [line.no, line]));
  const find = (lines: Map<number, MatchingLine>, numbers: number[]) =>
    numbers.map((no) => lines.get(no)).filter((line): line is MatchingLine => line !== undefined);
  return page.groups.map((group) => {
    const own = find(ours, group.ours);
    const other = find(theirs, group.theirs);
    const text = [...own, ...other]
      .map((it) => [it.document_no, it.reference, it.description, it.amount, it.on].join(" "))
      .join(" ")
      .toLowerCase();
    return { group, ours: own, theirs: other, text };
  });
}

/** What a filter and a search leave; differences come before what agrees. */
export function choose(all: Shown[], filter: ClassFilter, search: string): Shown[] {
  const words = search.normalize("NFKC").toLowerCase().replaceAll(",", "").split(/\s+/).filter(Boolean);
  const left = all.filter(
    (it) =>
      (filter === "all" ||
        (filter === "likely"
          ? it.group.class === "matched" && it.group.certainty === "likely"
          : it.group.class === filter)) &&
      words.every((word) => it.text.includes(word)),
  );
  const agrees = (it: Shown) => (it.group.class === "matched" ? 1 : 0);
  return left.sort((a, b) => agrees(a) - agrees(b) || a.group.no - b.group.no);
}
