import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

// C-1008 confirms receivables before they are booked (CNF-02 to CNF-05).
test("a customer rejects a receivable on a phone, it is corrected and asked again, confirmed and booked", async ({
  visit,
}) => {
  test.setTimeout(150_000);
  const maker = await visit("backoffice", "wang.min", "/console/drafts/new");
  await maker.getByPlaceholder("按编号或名称查找").fill("C-1008");
  await maker.getByRole("button", { name: /C-1008/ }).click();
  await maker.getByLabel("录入原因").fill("客户追加订货");
  await maker.getByLabel("订单").first().fill("PO-80001");
  await maker.getByLabel("摘要").fill("精密轴承");
  await maker.getByLabel("数量").fill("3");
  await maker.getByLabel("单价").fill("10");
  await maker.getByRole("button", { name: "保存并提交" }).click();
  await expect(maker.getByRole("heading", { level: 1 })).toContainText("待审批");
  const path = new URL(maker.url()).pathname;

  const approver = await visit("backoffice", "zhao.lei", path);
  await approver.getByRole("button", { name: "批准并记账" }).click();
  await expect(approver.getByRole("heading", { level: 1 })).toContainText("等待客户确认");

  const customer = await visit("portal", "c1008.finance", "/p", { phone: true });
  await customer.getByRole("link", { name: /请确认应收.*PO-80001/ }).click();
  await expect(customer.getByText("¥33.90").first()).toBeVisible();
  await expectAccessible(customer);
  await expectNoSidewaysScroll(customer);
  await customer.getByRole("button", { name: "退回", exact: true }).click();
  const sheet = customer.getByRole("dialog");
  await expect(sheet.getByRole("button", { name: "退回" })).toBeDisabled();
  await sheet.getByLabel("哪里有误？").fill("单价应为 9.80");
  await expectAccessible(customer);
  await sheet.getByRole("button", { name: "退回" }).click();
  await expect(customer.getByText("卖方更正后会再次请您确认", { exact: false })).toBeVisible();

  await maker.reload();
  await expect(maker.getByRole("heading", { level: 1 })).toContainText("单价应为 9.80");
  await maker.getByRole("button", { name: "修改" }).click();
  await maker.getByLabel("单价").fill("9.8");
  await maker.getByRole("button", { name: "保存并提交" }).click();
  await expect(maker.getByRole("heading", { level: 1 })).toContainText("待审批");
  await approver.reload();
  await approver.getByRole("button", { name: "批准并记账" }).click();
  await expect(approver.getByRole("heading", { level: 1 })).toContainText("等待客户确认");
  await expectAccessible(approver);

  await customer.goto("/p/receivables");
  await expectAccessible(customer);
  await expectNoSidewaysScroll(customer);
  await customer
    .locator("section, main")
    .getByRole("link", { name: /PO-80001.*第 2 轮/ })
    .first()
    .click();
  await expect(customer.getByText("您上次退回的原因：单价应为 9.80")).toBeVisible();
  await customer.getByRole("button", { name: "确认", exact: true }).click();
  await customer.getByLabel("意见（可不填）").fill("更正无误");
  await customer.getByRole("button", { name: "确认并入账" }).click();
  await expect(customer.getByText(/已入账，单据编号 /)).toBeVisible();
  await speak(customer, "en");
  await expectAccessible(customer);
  await customer.getByRole("link", { name: /Open document/ }).click();
  await expect(customer.getByRole("heading", { name: "Confirmation record" })).toBeVisible();
  await expect(customer.getByText("单价应为 9.80")).toBeVisible();
  await expectAccessible(customer);
  await customer.goto("/p/receivables");
  await expect(customer.getByText("Answered")).toBeVisible();
  await expectAccessible(customer);
  await speak(customer, "zh-CN");

  await maker.reload();
  await expect(maker.getByRole("heading", { level: 1 })).toContainText("已记账");
  await expect(maker.getByText("更正无误")).toBeVisible();
  await maker.getByRole("link", { name: "查看已记账单据" }).click();
  await expect(maker.getByRole("heading", { name: "确认记录" })).toBeVisible();
  await expectAccessible(maker);
});
