import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

test("reads a report, drills to a document, and downloads what is shown", async ({ visit }) => {
  test.setTimeout(90_000);
  const page = await visit("backoffice", "wang.min", "/console/reports");
  const table = page.getByRole("table", { name: "应收汇总表" });
  await expect(table.locator("tfoot tr").first()).toContainText("合计");
  await expectAccessible(page);
  await table.locator("tbody a").first().click();
  await expect(page).toHaveURL(/report=detail.*customer_id=/);
  const detail = page.getByRole("table", { name: "应收明细表" });
  await expect(detail.locator("tbody tr").first()).toBeVisible();
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "导出 Excel" }).click();
  expect((await waiting).suggestedFilename()).toBe("detail.xlsx");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await detail.locator('tbody a[href^="/console/documents/"]').first().click();
  await expect(page).toHaveURL(/console\/documents\//);

  await page.goto("/console/reports?report=disputes&by=cause&from=2020-01-01");
  await expect(page.getByRole("table", { name: "差异统计表" })).toContainText("尚未认定");
});

// What is drawn is what is written: a bar for each row that has a figure, with that row's name and figure.
test("the charts of disputes and of statements have a bar for each row of their table", async ({ visit }) => {
  const page = await visit("backoffice", "wang.min", "/console/reports");
  for (const [report, title, charted, percent] of [
    ["disputes&by=cause", "差异统计表", "差异笔数", ""],
    ["cycle&by=month", "对账周期指标", "按期答复率 %", "%"],
  ] as const) {
    await page.goto(`/console/reports?report=${report}&from=2020-01-01&currency=CNY`);
    const table = page.getByRole("table", { name: title });
    await expect(table.locator("tfoot tr")).toHaveCount(1); // one currency, one total
    const heads = await table.getByRole("columnheader").allTextContents();
    const at = heads.findIndex((it) => it.trim() === charted);
    expect(at, heads.join()).toBeGreaterThan(0);
    const rows: string[] = [];
    for (const row of await table.locator("tbody tr").all()) {
      const cells = (await row.getByRole("cell").allTextContents()).map((it) => it.trim());
      if (Number(cells[at]) !== 0) rows.push(`${cells[0]}${cells[at]}${percent}`);
    }
    expect(rows.length).toBeGreaterThan(1);
    const chart = page.locator("section", { has: page.getByRole("heading", { level: 2, name: charted, exact: true }) });
    await expect(chart.getByRole("listitem")).toHaveCount(rows.length);
    const bars = await chart.getByRole("listitem").allTextContents();
    expect(bars.map((it) => it.trim()).sort()).toEqual(rows.sort());
  }
});

test("says what keeps a period open, closes what may be closed, and reopens it with a reason", async ({ visit }) => {
  const page = await visit("backoffice", "zhao.lei", "/console/periods");
  const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "关账", exact: true }) });
  const last = row.last();
  const period = (await last.getByRole("rowheader").textContent())?.trim() ?? "";
  await last.getByRole("button", { name: "关账" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "关账" }).click();
  const closed = page.getByRole("row").filter({ hasText: period });
  await expect(closed).toContainText("已关账");
  await closed.getByRole("button", { name: "反关账" }).click();
  await page.getByLabel("原因").fill("补记一张单据");
  await page.getByRole("dialog").getByRole("button", { name: "反关账" }).click();
  await expect(closed).toContainText("未关账");
  await expectAccessible(page);
});
