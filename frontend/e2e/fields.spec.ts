import { readFile } from "node:fs/promises";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

// No deployment, no restart: a field is defined, filled in, listed, searched by, downloaded, and given a column on statements.
test("a field that was just defined is filled in, listed, exported and named by the statement template", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const admin = await visit("backoffice", "zhou.jie", "/console/settings");
  await admin.getByRole("link", { name: /^自定义字段/ }).click();
  await admin.getByRole("button", { name: "新增字段" }).click();
  const sheet = admin.getByRole("dialog", { name: "新增字段" });
  await sheet.getByLabel("代码").fill("grade");
  await sheet.getByLabel("中文名称").fill("客户等级");
  await sheet.getByLabel("英文名称").fill("Grade");
  await expect(sheet.getByRole("region", { name: "使用者看到的样子" }).getByLabel("客户等级")).toBeVisible();
  await expectAccessible(admin);
  await sheet.getByRole("button", { name: "保存" }).click();
  await expect(admin.getByRole("row", { name: /客户等级/ })).toBeVisible();
  await admin.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(admin);

  const clerk = await visit("backoffice", "wang.min", "/console/customers?q=C-1047");
  await clerk.getByRole("link", { name: /./ }).and(clerk.locator("tbody a")).first().click();
  await clerk.getByRole("button", { name: "编辑资料" }).click();
  await clerk.getByRole("dialog").getByLabel("客户等级").fill("重点 A 级");
  await clerk.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await expect(clerk.getByText("重点 A 级")).toBeVisible();
  await clerk.goto("/console/customers?field=grade%3A%E9%87%8D%E7%82%B9");
  await expect(clerk.getByRole("columnheader", { name: "客户等级" })).toBeVisible();
  await expect(clerk.getByRole("cell", { name: "重点 A 级" })).toHaveCount(1);
  const [file] = await Promise.all([clerk.waitForEvent("download"), clerk.getByRole("link", { name: "下载" }).click()]);
  expect((await readFile(await file.path())).byteLength).toBeGreaterThan(1000);

  const supervisor = await visit("backoffice", "zhao.lei", "/console/settings/statements");
  await supervisor.getByLabel("客户 · 客户等级").check();
  await supervisor.getByLabel("修改原因").first().fill("按等级核对");
  await supervisor
    .getByRole("button", { name: /^保存为第/ })
    .first()
    .click();
  await expect(supervisor.getByText("按等级核对").first()).toBeVisible();
});

test("what documents say in custom fields stands beside the lines of a statement, for both sides", async ({
  visit,
}) => {
  const customer = await visit("portal", "c1038.finance", "/p/statements");
  await customer.locator('main a[href^="/p/s/"]').first().click();
  await expect(customer.getByText(/^项目号 HD-26/).first()).toBeVisible();
  await customer.getByRole("searchbox").fill("HD-2602");
  await expect(customer.getByText(/^项目号 HD-2602/).first()).toBeVisible();
  await expect(customer.getByText(/^项目号 HD-2601/)).toHaveCount(0);
  await expectAccessible(customer);
  await customer.setViewportSize({ width: 320, height: 844 });
  await expectNoSidewaysScroll(customer);

  const path = new URL(customer.url()).pathname.replace("/p/s/", "/console/statements/");
  const clerk = await visit("backoffice", "wang.min", path);
  await expect(clerk.getByText(/^项目号 HD-26/).first()).toBeVisible();
});
