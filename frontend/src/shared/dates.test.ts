import { afterEach, describe, expect, it } from "vitest";
import { dayOf, daysBetween, formatDate, formatInstant, formatRange, hoursUntil } from "./dates";
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

  it("counts days and hours", () => {
    expect(daysBetween("2026-02-27", "2026-03-01")).toBe(2);
    expect(hoursUntil("2026-11-22T10:00:00Z", new Date("2026-11-22T13:00:00Z"))).toBe(-3);
    expect(dayOf(new Date("2026-11-22T17:00:00Z"), "Asia/Shanghai")).toBe("2026-11-23");
  });
});
