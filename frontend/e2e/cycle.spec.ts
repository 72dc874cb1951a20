import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

test("an accountant previews a due run, leaves somebody out and takes that back, issues it, and follows it on the board", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const page = await visit("backoffice", "wang.min", "/console/runs");
  const due = page
    .getByRole("region", { name: "到期批次" })
    .getByRole("row", { name: /每 2 周/ })
    .first();
  await due.getByRole("link", { name: /预览/ }).click();
  await page.getByRole("button", { name: "预览" }).click();
  await expect(page.getByText("将为 1 个客户生成 1 份对账单")).toBeVisible();
  await expectAccessible(page);

  const left = page.getByRole("searchbox", { name: /客户代码、名称或自定义字段/ });
  await left.fill("没有这样的客户");
  await expect(page.getByText("本批客户中没有符合的。")).toBeVisible();
  await left.fill("C");
  await page
    .getByRole("listitem")
    .getByRole("button", { name: /^C-\d+ / })
    .click();
  await page.getByRole("dialog").getByLabel("原因").fill("合同重签中");
  await page.getByRole("dialog").getByRole("button", { name: "排除" }).click();
  await expect(page.getByText("没有需要生成的对账单")).toBeVisible();
  await expect(page.getByText("合同重签中")).toBeVisible();
  await page.getByRole("button", { name: /撤销/ }).click();
  await expect(page.getByText("将为 1 个客户生成 1 份对账单")).toBeVisible();

  await page.getByRole("button", { name: "开始生成" }).click();
  await page.getByRole("button", { name: "发出全部草稿" }).click({ timeout: 60_000 });
  await page.getByRole("dialog").getByRole("textbox").fill("1");
  await page.getByRole("dialog").getByRole("button", { name: "发出" }).click();
  await page.getByRole("link", { name: "查看本批对账单" }).click();
  const number = (await page.getByRole("link", { name: /^ST-/ }).first().textContent()) ?? "";

  await page.goto(`/console/progress?q=${number}`);
  const row = page.getByRole("row", { name: new RegExp(number) });
  await expect(row).toContainText("已发出");
  await expectAccessible(page);
  await row.getByRole("link", { name: number }).click();
  await expect(page.getByRole("heading", { name: "本版本进程" })).toBeVisible();
  await expect(page.getByRole("button", { name: "证据包" })).toBeVisible();
});

test("the board, the metrics and the cycle's settings read well, and a package of evidence comes whole", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "zhao.lei", "/console/progress");
  for (const path of [
    "progress",
    "progress?view=board",
    "progress?view=owners",
    "progress/metrics",
    "settings/cycle",
  ]) {
    await page.goto(`/console/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("status", { name: /正在加载/ })).toHaveCount(0);
    await expectAccessible(page);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoSidewaysScroll(page);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  await page.goto("/console/customers?q=C-1009");
  await page.getByRole("link", { name: /有限/ }).first().click();
  await page.getByRole("button", { name: "证据包" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载 ZIP" }).click();
  expect((await coming).suggestedFilename()).toMatch(/^evidence-.*\.zip$/);
});
