import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

test("an accountant asks for a refund, a supervisor lets it go back, and the payment says so", async ({
  visit,
  staff,
}) => {
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

  // The customer whose money went back sees it beside the payment.
  const call = await staff("wang.min");
  const paid = await call<{ customer: { code: string } }>("GET", `/payments/${address.split("/").pop()}`);
  const payer = await visit(
    "portal",
    `${paid.customer.code.replace("-", "").toLowerCase()}.finance`,
    address.replace("/console/payments", "/p/pay"),
  );
  await expect(payer.getByText("部分退款", { exact: true }).first()).toBeVisible();
});

test("a payout is its bank line, and what came untold is booked from the bank once", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "wang.min", "/console/payments/payouts");
  const arrived = page.getByRole("row").filter({ hasText: "PO-0001" });
  await expect(arrived.getByText("已到账", { exact: true })).toBeVisible();
  await expect(arrived.getByText("流水中有划款流水号")).toBeVisible();
  await expect(
    page
      .getByRole("row")
      .filter({ hasText: "PO-0002" })
      .getByText(/未到账/),
  ).toBeVisible();
  await expectAccessible(page);
  await arrived.getByRole("button", { name: "PO-0001" }).click();
  await expect(page.getByRole("dialog").getByText("合符沙箱支付有限公司")).toBeVisible();
  await expectAccessible(page);

  await page.goto("/console/bank?q=B70000002");
  await page.getByRole("button", { name: "合符沙箱支付有限公司" }).click();
  const line = page.getByRole("dialog");
  await line.getByRole("button", { name: "登记为渠道划款" }).click();
  await expect(page.getByText("已登记渠道划款")).toBeVisible();
  await page.goto("/console/payments/payouts");
  await expect(page.getByRole("row").filter({ hasText: "B70000002" }).getByText("由银行流水登记")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await speak(page, "en");
  await expect(page.getByText("Booked from the bank's line")).toBeVisible();
  await expectAccessible(page);
  await speak(page, "zh-CN");
});
