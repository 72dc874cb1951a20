import { readFile } from "node:fs/promises";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

test("builds a view, saves it, opens a figure down to its documents, and takes the same figures away as files", async ({
  visit,
}) => {
  test.setTimeout(90_000);
  const page = await visit("backoffice", "zhao.lei", "/console/reports?report=analysis&period=year");
  const table = page.getByRole("table", { name: "应收分析表" });
  await page.getByLabel("行维度").selectOption({ label: "地区" });
  await page.getByLabel("币种").selectOption("CNY");
  await expect(table.locator("tbody tr").first()).toBeVisible();

  await page.getByRole("button", { name: "显示设置" }).click();
  const panel = page.getByRole("dialog", { name: "显示设置" });
  await panel.getByRole("checkbox", { name: "借贷项调整" }).uncheck();
  await panel.getByLabel("不显示金额全为零的行").check();
  await panel.getByRole("button", { name: "上移 净额" }).click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(table.getByRole("columnheader", { name: "借贷项调整" })).toHaveCount(0);
  await expect(page).toHaveURL(/columns=.*zero=hide|zero=hide.*columns=/);

  await page.getByRole("button", { name: "保存为方案" }).click();
  await page.getByLabel("方案名称").fill("年度地区分析");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page).toHaveURL(/view=/);
  await page.goto("/console/reports?report=summary");
  await page.getByLabel("保存的方案").click();
  await page.getByRole("link", { name: /年度地区分析/ }).click();
  await expect(table.getByRole("columnheader", { name: "借贷项调整" })).toHaveCount(0);
  await expectAccessible(page);

  const total = table.locator("tfoot tr").first();
  await expect(table.getByRole("columnheader", { name: "净额" })).toBeVisible();
  const headings = await table.locator("thead th").allTextContents();
  const figure = (await total.locator("th, td").nth(headings.indexOf("净额")).textContent())?.trim() ?? "";
  const plain = figure.replaceAll(",", "");
  const saved = async (name: string) => {
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    return readFile(await (await waiting).path());
  };
  expect((await saved("导出 CSV")).toString()).toContain(plain);
  expect((await saved("导出 Excel")).subarray(0, 2).toString()).toBe("PK");
  expect((await saved("导出 PDF")).subarray(0, 5).toString()).toBe("%PDF-");

  const row = table.locator("tbody tr").first();
  const net = row.locator("td").nth(headings.indexOf("净额"));
  const amount = (await net.textContent())?.trim() ?? "";
  await net.getByRole("link").click();
  const detail = page.getByRole("table", { name: "应收明细表" });
  await expect(detail.locator("tfoot tr").first()).toContainText(amount);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await detail.locator('tbody a[href^="/console/documents/"]').first().click();
  await expect(page).toHaveURL(/console\/documents\//);
});
