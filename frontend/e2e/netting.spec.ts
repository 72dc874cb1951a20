import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

interface Documents {
  items: { id: string; document_no: string; open: string }[];
}

// What a customer owes against what is owed to it (WO-03): by agreement, within what is open, by two people.
test("a receivable is netted against a payable, and both sides fall by the same", async ({ visit, staff }) => {
  test.setTimeout(120_000);
  const accountant = await staff("wang.min");
  const customers = await accountant<{ items: { id: string }[] }>("GET", "/customers?q=C-1017");
  const found = await accountant<Documents>(
    "GET",
    `/documents?customer_id=${customers.items[0]?.id}&kind=receivable&open=true&limit=200`,
  );
  const owed = found.items.find((it) => Number(it.open) > 100);
  expect(owed).toBeDefined();

  const maker = await visit("backoffice", "wang.min", `/console/drafts/new?kind=adjustment&from=${owed?.id}`);
  await maker.getByLabel("调整原因").selectOption("netting");
  await maker.getByLabel("抵账协议号").fill("DZ-2026-017");
  await maker.getByLabel("应付单（对方发票）号").fill("24317000000000000017");
  await maker.getByLabel("录入原因").fill("运费互抵");
  await maker.getByLabel("摘要").first().fill("抵账：运费");
  await maker.getByLabel("净额").first().fill("-60.00");
  await expect(maker.getByText("应付账款").first()).toBeVisible();
  await expectAccessible(maker);
  await maker.getByRole("button", { name: "保存并提交" }).click();
  await expect(maker.getByRole("heading", { level: 1 })).toContainText("待审批");
  await expect(maker.getByRole("button", { name: "批准并记账" })).toBeDisabled();
  const path = new URL(maker.url()).pathname;

  const approver = await visit("backoffice", "zhao.lei", path);
  await approver.getByRole("button", { name: "批准并记账" }).click();
  await approver.getByRole("link", { name: "查看已记账单据" }).click();
  await expect(approver.getByText("DZ-2026-017").first()).toBeVisible();
  const after = await accountant<{ open: string }>("GET", `/documents/${owed?.id}`);
  expect((Number(owed?.open) - Number(after.open)).toFixed(2)).toBe("60.00");
  await approver.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(approver);
});
