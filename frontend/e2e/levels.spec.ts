import { expect, expectAccessible, test } from "./fixtures";

test("a large receipt and a credit note pass two levels, and only those who are asked give them", async ({ visit }) => {
  test.setTimeout(180_000);
  const maker = await visit("backoffice", "wang.min", "/console/drafts/new?kind=receipt");
  await maker.getByPlaceholder("按编号或名称查找").fill("C-1021");
  await maker.getByRole("button", { name: /C-1021/ }).click();
  await maker.getByLabel("金额", { exact: true }).fill("650000");
  await expect(maker.getByText("会计凭证预览")).toBeVisible();
  await expect(maker.getByText("2. 审批 · 管理层")).toBeVisible();
  await expectAccessible(maker);
  await maker.getByRole("button", { name: "保存并提交" }).click();
  await expect(maker.getByRole("heading", { level: 1 })).toContainText("待审批");
  await expect(maker.getByRole("button", { name: "通过" })).toBeDisabled();
  const path = new URL(maker.url()).pathname;

  const management = await visit("backoffice", "wu.hao", path);
  await expect(management.getByRole("button", { name: "通过" })).toBeDisabled();
  const supervisor = await visit("backoffice", "zhao.lei", path);
  await supervisor.getByRole("button", { name: "通过" }).click();
  await expect(supervisor.getByRole("heading", { level: 1 })).toContainText("待审批");
  await expect(supervisor.getByRole("button", { name: "批准并记账" })).toBeDisabled();

  await management.reload();
  await expectAccessible(management);
  await management.getByRole("button", { name: "批准并记账" }).click();
  await expect(management.getByRole("link", { name: "查看已记账单据" })).toBeVisible();
  await management.getByRole("link", { name: "查看已记账单据" }).click();
  await expect(management.getByText("审批记录")).toBeVisible();
});
