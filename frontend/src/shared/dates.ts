import { locale } from "./i18n/locale";

// A business date "YYYY-MM-DD" is a day on a calendar, not an instant: it is formatted in UTC and never shifted.

function asDay(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** A business date in a sentence: 2026年10月5日 / Oct 5, 2026. */
export function formatDate(date: string): string {
  const month = locale() === "en" ? "short" : "long";
  return new Intl.DateTimeFormat(locale(), { year: "numeric", month, day: "numeric", timeZone: "UTC" }).format(
    asDay(date),
  );
}

/** A span of business dates: 2026/10/1 – 2026/10/31 / Oct 1 – 31, 2026. */
export function formatRange(from: string, to: string): string {
  const options: Intl.DateTimeFormatOptions =
    locale() === "en"
      ? { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" }
      : { year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale(), options).formatRange(asDay(from), asDay(to));
}

/** An instant in the zone of the books: 2026年10月5日 11:04 / Oct 5, 2026, 11:04 AM. */
export function formatInstant(instant: string, timeZone: string): string {
  const english = locale() === "en";
  return new Intl.DateTimeFormat(locale(), {
    year: "numeric",
    month: english ? "short" : "long",
    day: "numeric",
    hour: english ? "numeric" : "2-digit",
    minute: "2-digit",
    hour12: english,
    timeZone,
  }).format(new Date(instant));
}

/** Minutes by which a zone is ahead of UTC at an instant. */
function ahead(timeZone: string, at: Date): number {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(name ?? "") ?? ["", "+", "0", "0"];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** An instant in the reader's own zone. Where that is not the zone of the books it is named: Dec 1, 2026, 7:59 AM GMT-8. */
export function readersInstant(instant: string, booksZone: string): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const at = new Date(instant);
  if (ahead(timeZone, at) === ahead(booksZone, at)) return formatInstant(instant, booksZone);
  const zone = new Intl.DateTimeFormat(locale(), { timeZone, timeZoneName: "short" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  return `${formatInstant(instant, timeZone)} ${zone}`;
}

/** The last day to do something, by the books. Who lives in another zone reads until which moment of their own clock. */
export function readersDeadline(date: string, booksZone: string): string {
  const guess = new Date(`${date}T23:59:00Z`);
  const end = new Date(guess.getTime() - ahead(booksZone, guess) * 60_000);
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  if (ahead(timeZone, end) === ahead(booksZone, end)) return formatDate(date);
  return readersInstant(end.toISOString(), booksZone);
}

/** An instant in a table: 10-05 11:04, with the year where it is not this one. */
export function formatInstantShort(instant: string, timeZone: string, now: Date): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-CA", {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone,
    })
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  const day = `${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
  return Number(parts.year) === now.getUTCFullYear() ? day : `${parts.year}-${day}`;
}

/** Whole days from one business date to another; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((asDay(to).getTime() - asDay(from).getTime()) / 86_400_000);
}

/** The business date of an instant in a zone, as "YYYY-MM-DD". */
export function dayOf(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone }).format(instant);
}

/** Hours left until an instant; negative once it has passed. */
export function hoursUntil(instant: string, now: Date): number {
  return Math.round((new Date(instant).getTime() - now.getTime()) / 3_600_000);
}
