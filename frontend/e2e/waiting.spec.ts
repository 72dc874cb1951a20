import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";
import { today } from "./today";

interface Item {
  open: string;
  document: { document_no: string };
  currency: string;
}

const customer = "C-1048";

test("what is certain posts with a match, the rest is chosen and posted by keys", async ({ visit, staff }) => {
  test.setTimeout(180_000);
  const call = await staff("wang.min");
  const found = await call<{ items: { id: string; name: string }[] }>("GET", `/customers?q=${customer}&limit=1`);
  const { id, name } = found.items[0] as { id: string; name: string };
  const open = await call<{ items: Item[] }>("GET", `/open-items?customer_id=${id}&side=debit&currency=CNY`);
  const [first, second] = open.items.filter((it) =>
    open.items.every((other) => other === it || other.open !== it.open),
  );
  if (!first || !second) throw new Error(`${customer} owes less than two different amounts`);
  const cents = (amount: string) => Math.round(Number(amount) * 100);
  const balance = (...amounts: string[]) =>
    (amounts.reduce((so, amount) => so + cents(amount), 100_000) / 100).toFixed(2);
  const rows = [
    `${today()},MATCH1,,${first.open},${balance(first.open)},${name},转账汇款,MATCH 货款 ${first.document.document_no}`,
    `${today()},MATCH2,,${second.open},${balance(first.open, second.open)},启明代付服务有限公司,转账汇款,MATCH 代付`,
  ];

  const page = await visit("backoffice", "wang.min", "/console/bank");
  const head = "账号：571900123410801\n交易日期,交易流水号,借方发生额,贷方发生额,余额,对方户名,摘要,附言\n";
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "四月.csv", mimeType: "text/csv", buffer: Buffer.from(`${head}${rows.join("\n")}\n`) });
  await page.getByRole("button", { name: "导入 2 笔新明细" }).click();
  await expect(page.getByText("已导入", { exact: true })).toBeVisible();

  await page.goto("/console/bank/waiting?q=MATCH");
  const lines = page.getByRole("region", { name: "待认领款项" });
  await expect(lines.getByRole("listitem")).toHaveCount(2);
  await expect(lines.getByText("尚未匹配")).toHaveCount(2);
  await page.getByRole("button", { name: "匹配并过账确定项" }).click();
  await expect(lines.getByRole("listitem")).toHaveCount(1, { timeout: 30_000 });
  await expect(lines.getByText("有建议")).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "快捷键" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "过账", exact: true })).toBeDisabled();
  await page.keyboard.press("1");
  await expect(page.getByText("已选", { exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("没有符合条件的记录")).toBeVisible();
  await page
    .getByRole("region", { name: "通知" })
    .getByRole("button", { name: /^[A-Z]+-?\d/ })
    .click();
  await expect(page).toHaveURL(/\/console\/documents\//);
  await expect(page.getByText(second.document.document_no).first()).toBeVisible();

  await page.goto(`/console/bank/waiting?tab=payers&q=${customer}`);
  await expect(page.getByRole("cell", { name, exact: true })).toBeVisible();
  await page.getByRole("button", { name: `忘记 ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "忘记" }).click();
  await expect(page.getByText("已忘记").first()).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  for (const at of ["", "?tab=payers"]) {
    await page.goto(`/console/bank/waiting${at}`);
    await expect(page.getByRole("heading", { name: "收款认领" })).toBeVisible();
    await expectNoSidewaysScroll(page);
  }
  await page.goto("/console/bank/waiting");
  await lines.getByRole("button").first().click();
  await expect(page.getByRole("button", { name: "手工处理" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await speak(page, "en");
  await expect(page.getByRole("heading", { name: "Match receipts" })).toBeVisible();
  await expectAccessible(page);
  await speak(page, "zh-CN");
});
