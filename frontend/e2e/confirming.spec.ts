import { type Call, each, expect, expectReadable, test } from "./fixtures";
import { today } from "./today";

// A receivable that is booked only after the customer has confirmed it (CNF-02 to CNF-05), as the customer sees it. What staff do
// on their own pages about it is receivables.spec's.
const words = {
  "zh-CN": {
    task: /请确认应收.*PO-91001/,
    title: "应收确认",
    reject: "退回",
    why: "哪里有误？",
    next: "卖方更正后会再次请您确认，您现在无需操作。",
    again: /PO-91001.*第 2 轮/,
    former: "您上次退回的原因：单价应为 9.80 元",
    confirm: "确认",
    opinion: "意见（可不填）",
    book: "确认并入账",
    booked: /已入账，单据编号 /,
    open: /查看单据/,
    record: "确认记录",
    answered: "已处理",
  },
  en: {
    task: /Please confirm before it is booked.*PO-91001/,
    title: "Receivables to confirm",
    reject: "Reject",
    why: "What is wrong?",
    next: "The seller corrects it and asks you again. There is nothing for you to do now.",
    again: /PO-91001.*[Rr]ound 2/,
    former: "You rejected it with: 单价应为 9.80 元",
    confirm: "Confirm",
    opinion: "Opinion (optional)",
    book: "Confirm and book",
    booked: /It is booked as document /,
    open: /Open document/,
    record: "Confirmation record",
    answered: "Answered",
  },
};

interface Draft {
  id: string;
  row_version: number;
  document: { lines: { unit_price: string }[] };
}

/** Asks the customer: submitted by one, approved by another. */
async function ask(maker: Call, approver: Call, draft: Draft): Promise<void> {
  const sent = await maker<Draft>("POST", `/drafts/${draft.id}/submission`, { row_version: draft.row_version });
  await approver("POST", `/drafts/${draft.id}/decision`, { row_version: sent.row_version, approve: true });
}

for (const reader of each("C-1004", "C-1014", "C-1009", "C-1010")) {
  test(`rejects a receivable, is asked again, confirms it: ${reader.title}`, async ({ visit, staff }) => {
    test.setTimeout(120_000);
    const w = words[reader.language];
    const [maker, approver] = [await staff("wang.min"), await staff("zhao.lei")];
    const found = await maker<{ items: { id: string; code: string }[] }>("GET", `/customers?q=${reader.who}`);
    const customer = found.items[0]?.id;
    await maker("PUT", `/customers/${customer}/receivable-confirmation`, { required: true });
    const document = (price: string) => ({
      kind: "receivable",
      customer_id: customer,
      currency: "CNY",
      document_date: today(),
      order_no: "PO-91001",
      source_kind: "manual",
      reason: "客户追加订货",
      description: "精密轴承 㛃𠮷",
      lines: [{ description: "精密轴承 㛃𠮷", unit: "件", quantity: "3", unit_price: price, tax_rate: "13" }],
    });
    const draft = await maker<Draft>("POST", "/drafts", document("10"));
    await ask(maker, approver, draft);

    const person = `${reader.who.toLowerCase().replace("-", "")}.finance`;
    const page = await visit("portal", person, "/p", reader);
    await page.getByRole("link", { name: w.task }).click();
    await expect(page.getByText("¥33.90").first()).toBeVisible();
    await expect(page.getByText("精密轴承 㛃𠮷").locator("visible=true").first()).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.reject, exact: true }).click();
    const sheet = page.getByRole("dialog", { name: w.reject });
    await expect(sheet.getByRole("button", { name: w.reject })).toBeDisabled();
    await sheet.getByLabel(w.why).fill("单价应为 9.80 元");
    await expectReadable(page, reader);
    await sheet.getByRole("button", { name: w.reject }).click();
    await expect(page.getByText(w.next)).toBeVisible();

    const back = await maker<Draft>("GET", `/drafts/${draft.id}`);
    await ask(
      maker,
      approver,
      await maker<Draft>("PUT", `/drafts/${draft.id}`, { row_version: back.row_version, document: document("9.8") }),
    );
    await page.goto("/p/receivables");
    await expect(page.getByRole("heading", { name: w.title })).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("main").getByRole("link", { name: w.again }).first().click();
    await expect(page.getByText(w.former)).toBeVisible();
    await page.getByRole("button", { name: w.confirm, exact: true }).click();
    await page.getByLabel(w.opinion).fill("更正无误");
    await page.getByRole("button", { name: w.book }).click();
    await expect(page.getByText(w.booked)).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("link", { name: w.open }).click();
    await expect(page.getByRole("heading", { name: w.record })).toBeVisible();
    await expectReadable(page, reader);
    await page.goto("/p/receivables");
    await expect(page.getByText(w.answered).first()).toBeVisible();
  });
}
