import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

// STM-26: an issue has an owner, a due day and a closure proof.
test("an issue is raised from a dispute, followed up, and closed with proof or not at all", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "wang.min", "/console/disputes?view=all");
  await page.getByRole("tab", { name: "证据" }).click();
  await page.getByRole("link", { name: "登记问题" }).click();
  await page.getByLabel("问题", { exact: true }).fill("合同价格表缺页");
  await page.getByLabel("几个工作日内完成").fill("4");
  await page.getByLabel("负责人").selectOption({ label: "王敏" });
  await expectAccessible(page);
  await page.getByRole("button", { name: "登记问题" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("合同价格表缺页");
  await expect(page.getByText("还剩 4 个工作日")).toBeVisible();

  await page.getByLabel("状态").selectOption("working");
  await page.getByLabel("进展说明").fill("已请销售补页");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("状态：待处理 → 处理中")).toBeVisible();
  await page.getByLabel("如何解决的").fill("已补齐盖章附件");
  await page.getByRole("button", { name: "凭证明关闭" }).click();
  await expect(page.getByText("关闭问题须有证明")).toHaveCount(2);
  await page
    .getByLabel("上传附件")
    .setInputFiles({ name: "附件.csv", mimeType: "text/csv", buffer: Buffer.from("料号,单价\nA,1\n") });
  await page.getByLabel("用作证明的附件").selectOption({ label: "附件.csv" });
  await page.getByRole("button", { name: "凭证明关闭" }).click();
  await expect(page.getByRole("heading", { name: "闭环证明" })).toBeVisible();
  await expectAccessible(page);
});

test("the register, its board and the meeting's list read well, and its table comes", async ({ visit }) => {
  test.setTimeout(90_000);
  const page = await visit("backoffice", "zhao.lei", "/console/issues");
  await expect(page.getByRole("link", { name: "补充框架合同价格附件" })).toBeVisible();
  for (const path of ["issues", "issues?view=board", "issues/meeting", "issues/meeting?by=owner", "issues/new"]) {
    await page.goto(`/console/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoSidewaysScroll(page);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  await page.goto("/console/issues/meeting");
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "XLSX" }).click();
  expect((await coming).suggestedFilename()).toBe("issues.xlsx");
  await page.goto("/console");
  await page.getByRole("link", { name: /补充框架合同价格附件/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("补充框架合同价格附件");
  await speak(page, "en");
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  await speak(page, "zh-CN");
});
