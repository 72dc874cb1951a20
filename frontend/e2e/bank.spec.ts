import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";
import { today } from "./today";

const statement = (closing: string) => `账号：571900123410801
交易日期,交易流水号,借方发生额,贷方发生额,余额,对方户名,摘要,附言
2019-03-01,E2E1,,120.00,1120.00,苏州远方机电有限公司,转账汇款,货款
2019-03-02,E2E2,20.00,,${closing},,手续费,网银手续费
`;

test("an accountant imports a bank statement once, makes a receipt of a line, and compares the books with the bank", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const page = await visit("backoffice", "wang.min", "/console/bank");
  await expect(page.getByRole("button", { name: /工行基本户/ })).toBeVisible();
  await expectAccessible(page);
  const upload = (name: string, text: string) =>
    page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

  // What does not prove out is not imported.
  await upload("wrong.csv", statement("1000.00"));
  await expect(page.getByText(/与上一行余额不衔接/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^导入/ })).toBeDisabled();

  await page.goto("/console/bank");
  await upload("三月.csv", statement("1100.00"));
  await expect(page.getByText("核对无误，可以导入")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "导入 2 笔新明细" }).click();
  await expect(page.getByText("已导入", { exact: true })).toBeVisible();

  // A table that names neither its account nor its currency is shown all the same, and asks for the account.
  await page.goto("/console/bank");
  await upload("不写账号.csv", statement("1100.00").replace(/^.*\n/, ""));
  await expect(page.getByText("文件没有写明账户，请选择账户").first()).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "120.00" }).first()).toBeVisible();

  // The same file again adds nothing.
  await page.goto("/console/bank");
  await upload("again.csv", statement("1100.00"));
  await expect(page.getByText(/该文件已于/).first()).toBeVisible();

  await page.goto("/console/bank?q=E2E1");
  await page.getByRole("button", { name: "苏州远方机电有限公司" }).click();
  const line = page.getByRole("dialog");
  await expect(line.getByText("¥120.00")).toBeVisible();
  await line.getByRole("searchbox").fill("C-1047");
  await line.getByRole("button", { name: /C-1047/ }).click();
  await line.getByLabel("记账日期").fill(today());
  await line.getByRole("button", { name: "生成收款单" }).click();
  await expect(page.getByText(/已生成收款单/).first()).toBeVisible();

  // The bank's statements of last month are whole; of this month they hold a payment provider's payouts alone.
  const first = new Date(`${today().slice(0, 7)}-01T00:00:00Z`);
  const last = new Date(first.getTime() - 86_400_000).toISOString().slice(0, 10);
  await page.goto(`/console/bank/check?from=${last.slice(0, 7)}-01&to=${last}`);
  for (const verdict of ["金额不一致", "日期不一致", "户名不一致"]) {
    await expect(page.getByRole("button", { name: new RegExp(`${verdict}\\s*1`) })).toBeVisible();
  }
  await expectAccessible(page);
  for (const path of ["bank", "bank?tab=statements", "bank/check"]) {
    await page.goto(`/console/${path}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoSidewaysScroll(page);
  }
  await speak(page, "en");
  await expect(page.getByRole("heading", { name: "Books and bank" })).toBeVisible();
  await expectAccessible(page);
  await speak(page, "zh-CN");
});
