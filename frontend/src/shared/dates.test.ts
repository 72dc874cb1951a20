import { afterEach, describe, expect, it, vi } from "vitest";
import {
  dayOf,
  daysBetween,
  formatDate,
  formatInstant,
  formatRange,
  hoursUntil,
  readersDeadline,
  readersInstant,
} from "./dates";
import { setLocale } from "./i18n/locale";

afterEach(() => setLocale("zh-CN"));

describe("dates", () => {
  it("never shifts a business date", () => {
    setLocale("zh-CN");
    expect(formatDate("2026-10-05")).toBe("2026年10月5日");
    setLocale("en");
    expect(formatDate("2026-10-05")).toBe("Oct 5, 2026");
    expect(formatRange("2026-10-01", "2026-10-31")).toMatch(/^Oct 1\s–\s31, 2026$/);
  });

  it("shows an instant in the zone of the books", () => {
    setLocale("zh-CN");
    expect(formatInstant("2026-10-05T16:30:00Z", "Asia/Shanghai")).toBe("2026年10月6日 00:30");
    setLocale("en");
    expect(formatInstant("2026-10-05T03:04:00Z", "Asia/Shanghai")).toMatch(/^Oct 5, 2026, 11:04\sAM$/);
  });

  it.each([
    ["Asia/Shanghai", "Dec 1, 2026", /^Dec 1, 2026, 6:00\sPM$/],
    ["Asia/Singapore", "Dec 1, 2026", /^Dec 1, 2026, 6:00\sPM$/],
    ["America/Los_Angeles", /^Dec 1, 2026, 7:59\sAM PST$/, /^Dec 1, 2026, 2:00\sAM PST$/],
    ["Pacific/Auckland", /^Dec 2, 2026, 4:59\sAM GMT\+13$/, /^Dec 1, 2026, 11:00\sPM GMT\+13$/],
  ])("tells a reader in %s until when, on their own clock", (zone, deadline, instant) => {
    setLocale("en");
    const real = Intl.DateTimeFormat.prototype.resolvedOptions;
    vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockImplementation(function (this: Intl.DateTimeFormat) {
      return { ...real.call(this), timeZone: zone };
    });
    expect(readersDeadline("2026-12-01", "Asia/Shanghai")).toMatch(deadline);
    expect(readersInstant("2026-12-01T10:00:00Z", "Asia/Shanghai")).toMatch(instant);
  });

  it("counts days and hours", () => {
    expect(daysBetween("2026-02-27", "2026-03-01")).toBe(2);
    expect(hoursUntil("2026-11-22T10:00:00Z", new Date("2026-11-22T13:00:00Z"))).toBe(-3);
    expect(dayOf(new Date("2026-11-22T17:00:00Z"), "Asia/Shanghai")).toBe("2026-11-23");
  });
});
