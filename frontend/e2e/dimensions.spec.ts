import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

// SET-02: the administrator lists a dimension, the supervisor's rule puts it on the next voucher, the voucher and the ledger show it.
test("a dimension is listed, put on a rule, shown on a voucher, and narrows the ledger", async ({ visit }) => {
  test.setTimeout(120_000);
  const admin = await visit("backoffice", "zhou.jie", "/console/settings");
  await admin.getByRole("link", { name: /^核算维度/ }).click();
  await expect(admin.getByRole("heading", { name: /^部门/ })).toBeVisible();
  await admin.getByRole("button", { name: "添加维度" }).click();
  const sheet = admin.getByRole("dialog", { name: "添加维度" });
  await sheet.getByLabel("代码", { exact: true }).fill("branch");
  await sheet.getByLabel("中文名称", { exact: true }).fill("门店");
  await sheet.getByRole("button", { name: "添加取值" }).click();
  await sheet.getByLabel("第 1 个取值的代码").fill("S01");
  await sheet.getByLabel("第 1 个取值的中文名称").fill("苏州门店");
  await sheet.getByLabel("修改原因").fill("按门店核算");
  await expectAccessible(admin);
  await sheet.getByRole("button", { name: "保存" }).click();
  await expect(admin.getByText("苏州门店")).toBeVisible();
  await admin.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(admin);

  const supervisor = await visit("backoffice", "zhao.lei", "/console/settings/posting");
  await supervisor.getByRole("button", { name: "+ 门店" }).first().click();
  await supervisor.getByLabel("门店的取值").selectOption("value:S01");
  await supervisor.getByLabel("修改原因").fill("收入按门店核算");
  await supervisor.getByRole("button", { name: "保存为第 2 版" }).click();
  await expect(supervisor.getByText(/部门 设备销售部 · 门店 苏州门店/)).toBeVisible();

  const clerk = await visit(
    "backoffice",
    "wang.min",
    "/console/reports?report=account-ledger&account=6001&period=last_month",
  );
  await clerk.getByLabel("核算维度").selectOption("department:D10");
  await expect(clerk).toHaveURL(/dimension=department/);
  await clerk.locator('tbody a[href^="/console/documents/"]').first().click();
  await expect(clerk.getByText("部门：D10 设备销售部")).toBeVisible();
});
