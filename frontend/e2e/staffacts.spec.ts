import type { Page } from "@playwright/test";
import { type Call, expect, expectAccessible, speak, test } from "./fixtures";
import { today } from "./today";

interface Raised {
  no: string;
  path: string;
}

/** The customer disputes a part of the next line that waits for an answer. */
async function raise(page: Page, reason: string, part: string): Promise<Raised> {
  await page.getByRole("button", { name: /^待确认/ }).click();
  const row = page.getByRole("table", { name: "对账明细" }).getByRole("row").filter({ hasText: "INV-" }).first();
  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: "提出异议", exact: true }).click();
  await page.getByLabel(reason, { exact: true }).check();
  await page.getByLabel("有异议的金额（可不填）").fill(part);
  await page.getByLabel("说明", { exact: true }).fill("与我方记录不符，请核实。");
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: "提交异议" }).click();
  const sent = page.getByRole("dialog", { name: "异议已提交" });
  const no = (await sent.locator("strong").first().textContent())?.trim() ?? "";
  expect(no).toMatch(/^DSP-/);
  const path = (await sent.getByRole("link", { name: "查看异议" }).getAttribute("href")) ?? "";
  await sent.getByRole("button", { name: "回到明细" }).click();
  await expect(sent).toBeHidden();
  return { no, path };
}

const idOf = (raised: Raised) => raised.path.split("/").at(-1) ?? "";

/** Opens the statement that waits for the customer. */
async function openStatement(page: Page): Promise<void> {
  await page
    .getByRole("link", { name: /请核对并确认对账单/ })
    .first()
    .click();
  await expect(page.getByRole("button", { name: /^待确认/ })).toHaveText(/[1-9]/);
}

interface Draft {
  id: string;
  row_version: number;
  document_id?: string;
}

/** A receipt within what its maker may post alone. */
async function receive(call: Call, code: string, amount: string): Promise<void> {
  const found = await call<{ items: { id: string }[] }>("GET", `/customers?q=${code}&limit=1`);
  const draft = await call<Draft>("POST", "/drafts", {
    kind: "receipt",
    customer_id: found.items[0]?.id,
    currency: "CNY",
    document_date: today(),
    source_kind: "manual",
    method: "bank",
    amount,
    description: "货款 回单 7731",
    reason: "银行回单补记",
  });
  const asked = await call<Draft>("POST", `/drafts/${draft.id}/submission`, { row_version: draft.row_version });
  await call("POST", `/drafts/${draft.id}/decision`, { row_version: asked.row_version, approve: true });
}

test("a line said to be paid is closed by the receipt that is found for it", async ({ visit, staff }) => {
  test.setTimeout(150_000);
  const customer = await visit("portal", "c1023.finance", "/p");
  await openStatement(customer);
  const raised = await raise(customer, "已经付款", "17.31");
  await receive(await staff("wang.min"), "C-1023", "17.31");

  const page = await visit("backoffice", "wang.min", `/console/disputes?view=all&id=${idOf(raised)}`);
  await expect(page.getByRole("heading", { name: raised.no })).toBeVisible();
  await expect(page.getByRole("tab", { name: "查找到账" })).toHaveAttribute("aria-selected", "true");
  const pane = page.getByRole("tabpanel");
  await pane.getByLabel("单号、摘要或金额").fill("没有这样的收款");
  await expect(pane.getByText("没有找到该客户的收款")).toBeVisible();
  await pane.getByLabel("单号、摘要或金额").fill("回单 7731");
  const receipt = pane.getByRole("listitem").filter({ hasText: "货款 回单 7731" });
  await expect(receipt).toHaveCount(1);
  await expect(receipt).toContainText("未核销 ¥17.31，共 ¥17.31");
  await expect(receipt).toContainText("金额一致");
  const settle = receipt.getByRole("button", { name: "核销 ¥17.31 并结案" });
  await expect(settle).toBeDisabled(); // the cause is missing
  await pane.getByLabel("根本原因").selectOption("technical_error");
  await expectAccessible(page);
  await settle.click();
  await expect(page.getByRole("region", { name: "通知" })).toContainText("已核销到该行，异议已结案");

  await customer.goto(raised.path);
  await expect(customer.getByRole("heading", { level: 1, name: raised.no })).toBeVisible();
  await expect(customer.getByText("查明已付款", { exact: true }).first()).toBeVisible();
  await expect(customer.getByRole("list", { name: "沟通记录" })).toContainText("王敏 查到了这笔付款");
});

test("a rejected dispute is taken up again, and its customer reads why", async ({ visit }) => {
  test.setTimeout(150_000);
  const customer = await visit("portal", "c1033.finance", "/p");
  await openStatement(customer);
  const raised = await raise(customer, "数量不符", "12.00");

  const page = await visit("backoffice", "wang.min", `/console/disputes?view=all&id=${idOf(raised)}`);
  await expect(page.getByRole("heading", { name: raised.no })).toBeVisible();
  await page.getByRole("complementary", { name: "处理结论" }).getByLabel("驳回异议").check();
  await page.getByLabel("根本原因").selectOption("process_gap");
  await page.getByLabel("给客户的说明").fill("签收数量与开票一致。");
  await page.getByRole("button", { name: "发给客户确认" }).click();
  await expect(page.getByRole("region", { name: "通知" })).toContainText("已发给客户");

  await customer.goto(raised.path);
  await customer.getByRole("button", { name: "接受方案", exact: true }).click();
  await customer.getByRole("dialog").getByRole("button", { name: "接受方案", exact: true }).click();
  await expect(customer.getByLabel("通知")).toContainText("已接受方案");
  await expect(customer.getByText("不同意", { exact: true }).first()).toBeVisible();

  await page.goto(`/console/disputes?view=all&id=${idOf(raised)}`);
  await expect(page.getByRole("heading", { name: raised.no })).toBeVisible();
  await page.getByRole("button", { name: "重新打开" }).click();
  const again = page.getByRole("button", { name: "重新打开" });
  await expect(again).toBeDisabled(); // not without a reason
  await page.getByLabel("重新打开的原因").fill("仓库找到了另一张签收单。");
  await expectAccessible(page);
  await again.click();
  await expect(page.getByRole("region", { name: "通知" })).toContainText("已重新打开");
  await expect(page.getByLabel("给客户的说明")).toBeVisible(); // it waits for a decision again

  await customer.goto(raised.path);
  const thread = customer.getByRole("list", { name: "沟通记录" });
  await expect(thread).toContainText("王敏 重新打开");
  await expect(thread).toContainText("仓库找到了另一张签收单。");
  await expect(customer.getByText("核查中", { exact: true }).first()).toBeVisible();
});

test("the key that the help names leads to the resolution, on a wide page and a narrow one", async ({ visit }) => {
  const page = await visit("backoffice", "wang.min", "/console/disputes");
  for (const [language, title, does, resolution] of [
    ["en", "Keyboard shortcuts", "Resolve", "Resolution"],
    ["zh-CN", "键盘快捷键", "处理结论", "处理结论"],
  ] as const) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await speak(page, language);
    const side = page.getByRole("complementary", { name: resolution });
    await expect(side.getByRole("tab", { name: resolution })).toBeVisible();
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: title });
    const key = page.getByText("E", { exact: true });
    await expect(help.locator("dl > div", { has: key })).toContainText(does);
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();
    await page.keyboard.press("e");
    await expect(side.getByRole("tab").first()).toBeFocused();

    await page.setViewportSize({ width: 1100, height: 900 });
    await expect(side).toBeHidden();
    await page.keyboard.press("e");
    const drawer = page.getByRole("dialog", { name: resolution });
    await expect(drawer.getByRole("tab", { name: resolution })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
  }
});
