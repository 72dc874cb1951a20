import { afterEach, expect, it } from "vitest";
import * as portal from "../../portal/messages";
import * as shared from "../messages";
import { setLocale } from "./locale";

afterEach(() => setLocale("zh-CN"));

it("chooses the plural form and groups the number", () => {
  setLocale("en");
  expect(portal.confirmedCount({ count: 1 })).toBe("1 line confirmed");
  expect(portal.confirmedCount({ count: 1431 })).toBe("1,431 lines confirmed");
  expect(portal.progress({ done: 67, total: 500, disputed: 0 })).toBe("67 of 500 answered");
  expect(portal.progress({ done: 67, total: 500, disputed: 2 })).toBe("67 of 500 answered, 2 disputed");
});

it("speaks Chinese after a switch, and says so on the page", () => {
  setLocale("zh-CN");
  expect(shared.stateAgreed()).toBe("已对平");
  expect(document.documentElement.lang).toBe("zh-CN");
});
