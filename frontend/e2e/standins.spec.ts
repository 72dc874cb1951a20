import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { today } from "./today";

test("a stand-in is named from the settings, and whoever stands in sees for whom", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "chen.jing", "/console/settings/stand-ins");
  const days = [30, 40].map((n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10));
  await page.getByRole("button", { name: "指定代理人" }).click();
  await page.getByLabel("代理人", { exact: true }).selectOption({ label: "李强" });
  await expect(page.getByRole("option", { name: "孙岩" })).toHaveCount(0);
  await page.getByLabel("开始日期").fill(days[0] ?? "");
  await page.getByLabel("结束日期（含当天）").fill(days[1] ?? "");
  await page.getByLabel("原因（选填）").fill("年休假");
  await page.getByRole("button", { name: "指定", exact: true }).click();
  await expect(page.getByText("李强 代 陈静")).toBeVisible();
  await expect(page.getByText("未开始")).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "提前结束 陈静 由 李强 的代理" }).click();
  await expect(page.getByText("已结束 · 由 陈静 提前结束")).toBeVisible();

  await page.getByRole("button", { name: "指定代理人" }).click();
  await page.getByLabel("代理人", { exact: true }).selectOption({ label: "李强" });
  await page.getByLabel("开始日期").fill(today());
  await page.getByLabel("结束日期（含当天）").fill(days[1] ?? "");
  await page.getByRole("button", { name: "指定", exact: true }).click();
  const stands = await visit("backoffice", "li.qiang", "/console");
  await expect(stands.getByText("您正在代理 陈静")).toBeVisible();
});
