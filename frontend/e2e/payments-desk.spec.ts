import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

test("an accountant asks for a refund, a supervisor lets it go back, and the payment says so", async ({ visit }) => {
  test.setTimeout(120_000);
  const clerk = await visit("backoffice", "wang.min", "/console/payments?view=succeeded");
  await expect(clerk.getByRole("heading", { name: "在线付款", exact: true })).toBeVisible();
  await expectAccessible(clerk);
  const row = clerk.getByRole("row").filter({ hasText: "已支付" }).last();
  await expect(row).toBeVisible();
  await row.getByRole("link").first().click();
  await expect(clerk.getByText("凭证", { exact: true })).toBeVisible();
  await expectAccessible(clerk);
  const address = new URL(clerk.url()).pathname;
  await clerk.getByRole("button", { name: "申请退款" }).click();
  await clerk.getByLabel("金额").fill("1.00");
  await clerk.getByLabel("原因").fill("多收一元");
  await clerk.getByRole("button", { name: "提交审批" }).click();
  await expect(clerk.getByText("待审批", { exact: true }).first()).toBeVisible();

  const boss = await visit("backoffice", "zhao.lei", address);
  await boss.getByRole("button", { name: "批准退款" }).click();
  await expect(boss.getByText("已批准，正在原路退回")).toBeVisible();
  await expect(async () => {
    await boss.reload();
    await expect(boss.getByText("部分退款", { exact: true })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await expectAccessible(boss);

  // Where the money of nobody waits, and what the providers hold.
  await boss.goto("/console/payments/events");
  await expect(boss.getByRole("button", { name: "认领" }).first()).toBeVisible();
  await expectAccessible(boss);
  await boss.goto("/console/payments/clearing");
  await expect(boss.getByRole("heading", { name: "清算科目" })).toBeVisible();
  await expectAccessible(boss);
  await expectNoSidewaysScroll(boss);
  await speak(boss, "en");
  await expect(boss.getByRole("heading", { name: "Clearing account" })).toBeVisible();
  await speak(boss, "zh-CN");
});
