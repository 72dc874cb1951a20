import { expect, expectAccessible, test } from "./fixtures";

// The reason the product exists, through two browsers: the customer disputes a line, the seller settles it with a credit
// note that a second person approves if it must, and the customer sees the agreed balance.
test("a disputed line ends as a credit note that both sides see", async ({ visit }) => {
  test.setTimeout(120_000);
  const customer = await visit("portal", "c1001.finance", "/p");
  await customer
    .getByRole("link", { name: /请核对并确认对账单/ })
    .first()
    .click();
  await expect(customer.getByText("期末余额").first()).toBeVisible();
  await expect(customer.getByText(/已核对/)).toBeVisible();

  await customer.getByRole("button", { name: /^待确认/ }).click();
  const row = customer.getByRole("row").filter({ hasText: "应收单" }).first();
  const documentNo = (await row.getByRole("link").first().textContent())?.trim() ?? "";
  await row.getByRole("checkbox").check();
  await customer.getByRole("button", { name: "提出异议" }).click();
  await customer.getByLabel("数量不符").check();
  await customer.getByLabel("有异议的金额（可不填）").fill("10.00");
  await customer.getByLabel("说明").fill("送货单实收少一件，请核实。");
  await expectAccessible(customer);
  await customer.getByRole("button", { name: "下一步" }).click();
  await expect(customer.getByText("¥10.00")).toBeVisible();
  await customer.getByRole("button", { name: "提交异议" }).click();
  const sent = customer.getByRole("dialog", { name: "异议已提交" });
  const disputeNo = (await sent.locator("strong").first().textContent())?.trim() ?? "";
  expect(disputeNo).not.toBe("");
  await sent.getByRole("link", { name: "查看异议" }).click();

  const staff = await visit("backoffice", "wang.min", `/console/disputes?view=all&q=${encodeURIComponent(disputeNo)}`);
  await staff
    .getByRole("button", { name: /待受理|核查中/ })
    .first()
    .click();
  await expect(staff.getByRole("heading", { name: disputeNo })).toBeVisible();
  await expect(staff.getByRole("link", { name: documentNo })).toBeVisible();
  await staff.getByLabel("回复").fill("已与仓库核对，同意冲减。");
  await staff.getByRole("button", { name: "发送" }).click();
  await expect(staff.getByRole("list", { name: "沟通记录" })).toContainText("已与仓库核对");

  await staff.getByLabel("全部同意").check();
  await staff.getByLabel("根本原因").selectOption("process_gap");
  await staff.getByLabel("给客户的说明").fill("按实收数量冲减。");
  await expect(staff.getByRole("region", { name: "预览" })).toContainText("10.00");
  await expectAccessible(staff);
  await staff.getByRole("button", { name: /开具|提交审批|发给客户确认/ }).click();
  await expect(staff.getByLabel("通知")).toContainText(/已解决|已提交审批|已发给客户/);

  await customer.reload();
  const accept = customer.getByRole("button", { name: "接受方案" });
  await expect(accept.or(customer.getByText("全部同意")).first()).toBeVisible();
  if (await accept.isVisible()) {
    await accept.click();
    await customer.getByRole("dialog").getByRole("button", { name: "接受方案" }).click();
  }
  await expect(customer.getByText("全部同意").first()).toBeVisible();
  const credit = customer
    .getByRole("complementary")
    .getByRole("link", { name: /^CN|^HZ|-/ })
    .first();
  await expect(credit).toBeVisible();

  await customer.getByRole("complementary").getByRole("link", { name: /^ST/ }).click();
  await customer
    .getByRole("button", { name: /close|关闭/ })
    .first()
    .click();
  const sum = customer.getByRole("table", { name: "余额计算" });
  await expect(sum).toContainText(disputeNo);
  await expect(sum).toContainText("对账后余额");
});
