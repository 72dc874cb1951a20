import { readFile } from "node:fs/promises";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

test("a long report is made in the background, its asker is told and downloads it", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "wang.min", "/console/reports?report=movement-detail&period=last_month");
  await page.locator("main summary").filter({ hasText: "后台生成" }).click();
  await page.getByRole("button", { name: "后台生成 CSV" }).click();
  await expect(page.getByRole("heading", { name: "报表文件" })).toBeVisible();
  const row = page.getByRole("row", { name: /往来明细表/ });
  await expect(row.getByText("可下载")).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  const [file] = await Promise.all([page.waitForEvent("download"), row.getByRole("link", { name: /^下载/ }).click()]);
  expect(await readFile(await file.path(), "utf8")).toContain("INV-");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);

  await expect(async () => {
    await page.reload();
    await page.locator("header").getByRole("button", { name: /^消息/ }).click();
    await expect(page.getByRole("dialog").getByText("报表文件已生成，可下载").first()).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 45_000 });

  const colleague = await visit("backoffice", "zhao.lei", "/console/report-files");
  await expect(colleague.getByText("没有报表文件")).toBeVisible();
});
