import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

test("one enters a receivable by hand, somebody else returns it, then approves it", async ({ visit }) => {
  test.setTimeout(120_000);
  const maker = await visit("backoffice", "wang.min", "/console/drafts/new");
  await maker.getByPlaceholder("按编号或名称查找").fill("C-1003");
  await maker.getByRole("button", { name: /C-1003/ }).click();
  await maker.getByLabel("录入原因").fill("补记口头订货");
  await maker.getByLabel("摘要").fill("精密轴承");
  await maker.getByLabel("数量").fill("3");
  await maker.getByLabel("单价").fill("10.555");
  await expect(maker.getByText("须由另一人审批后记账")).toBeVisible();
  await expect(maker.getByText("¥35.79").first()).toBeVisible();
  await expectAccessible(maker);
  await maker.getByRole("button", { name: "保存并提交" }).click();
  await expect(maker.getByRole("heading", { level: 1 })).toContainText("待审批");
  await expect(maker.getByRole("button", { name: "批准并记账" })).toBeDisabled();
  const path = new URL(maker.url()).pathname;

  const approver = await visit("backoffice", "zhao.lei", "/console/drafts");
  await approver.locator(`a[href="${path}"]`).click();
  await approver.getByRole("button", { name: "退回", exact: true }).click();
  await approver.getByLabel("退回原因").fill("缺少订单号");
  await approver.getByRole("dialog").getByRole("button", { name: "退回" }).click();
  await expect(approver.getByRole("heading", { level: 1 })).toContainText("缺少订单号");

  await maker.reload();
  await maker.getByRole("button", { name: "修改" }).click();
  await maker.getByLabel("订单").first().fill("PO-90001");
  await maker.getByRole("button", { name: "保存并提交" }).click();
  await expect(maker.getByRole("heading", { level: 1 })).toContainText("待审批");

  await approver.reload();
  await expect(approver.getByText("PO-90001")).toBeVisible();
  await expectAccessible(approver);
  await approver.getByRole("button", { name: "批准并记账" }).click();
  await approver.getByRole("link", { name: "查看已记账单据" }).click();
  await expect(approver.getByText("¥35.79").first()).toBeVisible();
  await approver.setViewportSize({ width: 390, height: 844 });
  await approver.goto("/console/drafts?view=posted");
  await expect(approver.getByRole("row").nth(1)).toBeVisible();
  await expectNoSidewaysScroll(approver);
});
