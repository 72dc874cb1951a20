import type { CustomerForm } from "./types";

export type Terms = CustomerForm["terms"];
export type TermsPart = NonNullable<Terms["retention"]>;

const PLACES = 8;
const WHOLE = 100n * 10n ** BigInt(PLACES);

/** A percentage in hundred-millionths; undefined for what is none. */
function units(percent: string): bigint | undefined {
  const parts = /^(\d{1,3})(?:\.(\d{1,8}))?$/.exec(percent);
  if (!parts?.[1]) return undefined;
  return BigInt(parts[1] + (parts[2] ?? "").padEnd(PLACES, "0"));
}

function written(amount: bigint): string {
  const digits = amount.toString().padStart(PLACES + 1, "0");
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/\.?0+$/, "");
}

/** All parts of the terms, what is retained last. */
export const allParts = (terms: Terms): TermsPart[] => [
  ...(terms.parts ?? []),
  ...(terms.retention ? [terms.retention] : []),
];

/** What the parts come to, exactly, and whether that is the whole; parts that are no percentage count nothing. */
export function together(parts: readonly TermsPart[]): { percent: string; whole: boolean } {
  let total = 0n;
  for (const it of parts) total += units(it.percent) ?? 0n;
  return { percent: written(total), whole: total === WHOLE };
}

/** What is left of a hundred, for the next part. */
export function rest(parts: readonly TermsPart[]): string {
  let left = WHOLE;
  for (const it of parts) left -= units(it.percent) ?? 0n;
  return left > 0n ? written(left) : "";
}

/** A percentage as somebody typed it, without its sign and in plain digits. */
export const typed = (text: string): string => text.normalize("NFKC").replace(/[%\s]/g, "");
