import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

test("what the bank kept of a payout is posted, reversed, and the payout is open again", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "wang.min", "/console/payments/payouts?view=differs");
  await page.getByRole("button", { name: "PO-0003" }).click();
  const payout = page.getByRole("dialog");
  await expect(payout.getByRole("heading", { name: "差额入账", exact: true })).toBeVisible();
  await expectAccessible(page);
  await payout.getByLabel("差额性质").selectOption("bank_charge");
  await payout.getByRole("button", { name: "差额入账" }).click();
  await expect(payout.getByText("差额已入账")).toBeVisible();
  await expect(payout.getByText("660301 财务费用—手续费")).toBeVisible();
  await expectAccessible(page);
  await payout.getByRole("button", { name: "冲销" }).click();
  const asked = page.getByRole("dialog", { name: "冲销差额入账" });
  await asked.getByLabel("原因").fill("应为渠道手续费");
  await asked.getByRole("button", { name: "冲销" }).click();
  await expect(payout.getByText("已冲销", { exact: true })).toBeVisible();
  await expect(payout.getByRole("heading", { name: "差额入账", exact: true })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.goto("/console/payments/payouts");
  await expect(page.getByRole("row").filter({ hasText: "PO-0004" }).getByText("差额已入账")).toBeVisible();
  await speak(page, "en");
  await expect(page.getByRole("row").filter({ hasText: "PO-0004" }).getByText("Difference posted")).toBeVisible();
  await speak(page, "zh-CN");
});

test("what is owed is aged by how it is to be collected, and advances by themselves", async ({ visit }) => {
  const page = await visit("backoffice", "wang.min", "/console/aging?group=arrangement");
  for (const name of ["一般应收", "信用证", "远期收款", "分期收款", "质保金"]) {
    await expect(page.getByRole("rowheader", { name, exact: true }).first()).toBeVisible();
  }
  await expectAccessible(page);
  await page.getByLabel("账龄对象").selectOption("true");
  await expect(page.getByRole("rowheader", { name: "预收款", exact: true })).toBeVisible();
  await expect(page.getByLabel("口径")).toHaveText("按收到后的天数（账龄）");
  await expect(page.getByText("预收款没有到期日，按收到后的天数计算账龄。")).toBeVisible();
  await expectAccessible(page);
});
