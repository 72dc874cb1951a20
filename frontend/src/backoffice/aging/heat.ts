import { toMinor } from "../../shared/money";

/** The colour of a bucket, from not due (green) to longest overdue (red); `strength` is its opacity. */
export function heat(bucket: number, buckets: number, strength: number): string {
  const step = buckets > 1 ? Math.round((bucket / (buckets - 1)) * 6) : 0;
  return `rgb(var(--heat-${step}) / ${strength})`;
}

/** What part of their sum each amount is, in percent; what is not above zero has none. Only for drawing. */
export function shares(amounts: string[], currency: string): number[] {
  const minor = amounts.map((amount) => toMinor(amount, currency)).map((it) => (it > 0n ? it : 0n));
  const total = minor.reduce((sum, it) => sum + it, 0n);
  return minor.map((it) => (total > 0n ? Number((it * 10_000n) / total) / 100 : 0));
}

/** The one unit in which all amounts of a table are shown. */
export type Unit = "one" | "thousand" | "ten_thousand";

const sizes: Record<Unit, bigint> = { one: 1n, thousand: 1_000n, ten_thousand: 10_000n };

/** "35211234.56" in 万 → "3521.12": two places, half away from zero. In single units the amount stays as it is. */
export function inUnit(amount: string, currency: string, unit: Unit): string {
  if (unit === "one") return amount;
  const minor = toMinor(amount, currency);
  const places = toMinor("1", currency);
  const divisor = sizes[unit] * places;
  const hundredths = (minor < 0n ? -minor : minor) * 100n;
  const rounded = (hundredths * 2n + divisor) / (divisor * 2n);
  const digits = rounded.toString().padStart(3, "0");
  const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  return minor < 0n && rounded > 0n ? `-${text}` : text;
}

/**
 * How strongly each amount is coloured: by its rank among the amounts of its currency, so that one very large debtor does not make
 * all others look alike. Nothing above zero is without colour.
 */
export function strengths(
  rows: { amounts: string[]; currency: string }[],
): (amount: string, currency: string) => number {
  const sorted = new Map<string, bigint[]>();
  for (const row of rows) {
    const list = sorted.get(row.currency) ?? [];
    list.push(...row.amounts.map((amount) => toMinor(amount, row.currency)).filter((it) => it > 0n));
    sorted.set(row.currency, list);
  }
  for (const list of sorted.values()) list.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return (amount, currency) => {
    const minor = toMinor(amount, currency);
    const list = sorted.get(currency) ?? [];
    if (minor <= 0n || list.length === 0) return 0;
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle] ?? 0n) <= minor) low = middle + 1;
      else high = middle;
    }
    return 0.08 + 0.37 * (low / list.length) ** 1.5;
  };
}
