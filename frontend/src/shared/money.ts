import { type Locale, locale } from "./i18n/locale";

// Amounts arrive as decimal strings and are shown or summed here without ever becoming a floating-point number.

const styles = new Map<string, Intl.NumberFormat>();

function style(key: string, make: () => Intl.NumberFormat): Intl.NumberFormat {
  let found = styles.get(key);
  if (!found) {
    found = make();
    styles.set(key, found);
  }
  return found;
}

function write(format: Intl.NumberFormat, amount: string): string {
  // Given a string, Intl formats it exactly; "-0.00" must not reach a reader.
  const value = /^-0*(\.0*)?$/.test(amount) ? amount.slice(1) : amount;
  return format.format(value as Intl.StringNumericLiteral);
}

/** How many decimal places the currency has (ISO 4217): JPY 0, CNY 2, KWD 3. */
export function exponent(currency: string): number {
  return (
    style(`exponent ${currency}`, () => new Intl.NumberFormat("en", { style: "currency", currency })).resolvedOptions()
      .maximumFractionDigits ?? 2
  );
}

/** "1234.50", "CNY" → "¥1,234.50". Chinese readers get US$ for the dollar, English readers $. */
export function formatMoney(amount: string, currency: string, tag: Locale = locale()): string {
  return write(
    style(
      `money ${tag} ${currency}`,
      () =>
        new Intl.NumberFormat(tag, {
          style: "currency",
          currency,
          currencyDisplay: tag === "en" ? "narrowSymbol" : "symbol",
        }),
    ),
    amount,
  );
}

/** "1234.50", "CNY" → "1,234.50", for tables whose header names the currency. */
export function formatAmount(amount: string, currency: string, tag: Locale = locale()): string {
  const places = exponent(currency);
  return write(
    style(
      `amount ${tag} ${places}`,
      () => new Intl.NumberFormat(tag, { minimumFractionDigits: places, maximumFractionDigits: places }),
    ),
    amount,
  );
}

/** A quantity, price or rate with the places it came with: "12.500000" → "12.5". */
export function formatNumber(value: string, tag: Locale = locale()): string {
  return write(
    style(`number ${tag}`, () => new Intl.NumberFormat(tag, { maximumFractionDigits: 8 })),
    value,
  );
}

/** The amount in whole minor units (cents) of its currency. Throws where it has more places than the currency. */
export function toMinor(amount: string, currency: string): bigint {
  const places = exponent(currency);
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount);
  const whole = parts?.[2];
  if (!parts || whole === undefined) throw new RangeError(`not an amount: ${amount}`);
  const fraction = (parts[3] ?? "").replace(/0+$/, "");
  if (fraction.length > places) throw new RangeError(`more than ${places} places: ${amount}`);
  const minor = BigInt(whole + fraction.padEnd(places, "0"));
  return parts[1] ? -minor : minor;
}

/** The inverse of toMinor: 123450n, "CNY" → "1234.50". */
export function fromMinor(minor: bigint, currency: string): string {
  const places = exponent(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(places + 1, "0");
  const sign = minor < 0n ? "-" : "";
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** The exact sum of amounts of one currency. */
export function sum(amounts: Iterable<string>, currency: string): string {
  let total = 0n;
  for (const amount of amounts) total += toMinor(amount, currency);
  return fromMinor(total, currency);
}

export function isNegative(amount: string): boolean {
  return amount.startsWith("-") && !isZero(amount);
}

export function isZero(amount: string): boolean {
  return /^-?0*(\.0*)?$/.test(amount);
}

export function negate(amount: string): string {
  if (isZero(amount)) return amount;
  return amount.startsWith("-") ? amount.slice(1) : `-${amount}`;
}

/** What a person typed ("1,234.5", "1，234.5") as a decimal string, or undefined where it is no amount of the currency. */
export function readAmount(typed: string, currency: string): string | undefined {
  const plain = typed
    .normalize("NFKC")
    .trim()
    .replace(/^[¥$€£]/, "")
    .trim();
  const ungrouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(",", "") : plain;
  if (!/^-?\d{1,15}(\.\d*)?$/.test(ungrouped)) return undefined;
  try {
    return fromMinor(toMinor(ungrouped, currency), currency);
  } catch {
    return undefined;
  }
}
