import { each, expect, expectReadable, test } from "./fixtures";

// A customer's answer to a statement: one line, some lines, what a filter leaves, the whole; each taken back again.
const words = {
  "zh-CN": {
    task: /请核对并确认对账单/,
    whole: /^(全部确认（|确认剩余 )\d+ 笔/,
    closing: "期末余额",
    waiting: /^待确认/,
    confirmed: /^已确认/,
    lines: "对账明细",
    confirm: "确认无误",
    selected: (count: number) => `已选 ${count} 笔`,
    done: (count: number) => `已确认 ${count} 笔`,
    undone: (count: number) => `已撤回 ${count} 笔确认`,
    undo: "撤销",
    reopen: "撤回确认",
    all: /^全选待确认的 \d+ 笔/,
    notices: "通知",
    title: "确认对账单",
    text: /确认后表示贵方账面与其余 \d+ 笔明细一致/,
    remark: "备注（可不填）",
    agreed: "双方已对平，无需再处理",
    details: "动态与文件",
    byWhole: /确认了整单/,
    search: "单据号、订单号、摘要、金额",
  },
  en: {
    task: /Check and confirm the statement/,
    whole: /^Confirm (all|the remaining) \d+/,
    closing: "Closing balance",
    waiting: /^To answer/,
    confirmed: /^Confirmed/,
    lines: "Statement lines",
    confirm: "Confirm",
    selected: (count: number) => (count === 1 ? "1 line selected" : `${count} lines selected`),
    done: (count: number) => (count === 1 ? "1 line confirmed" : `${count} lines confirmed`),
    undone: (count: number) => (count === 1 ? "1 confirmation undone" : `${count} confirmations undone`),
    undo: "Undo",
    reopen: "Undo the confirmation",
    all: /^Select all \d+ to answer/,
    notices: "Notifications",
    title: "Confirm the statement",
    text: /You confirm that the remaining \d+ lines agree with your books/,
    remark: "Remark (optional)",
    agreed: "Agreed by both sides; nothing left to do",
    details: "Activity and files",
    byWhole: /confirmed the whole statement/,
    search: "Number, order, text or amount",
  },
};

for (const reader of each("c1031", "c1041", "c1052", "c1013")) {
  test(`confirms one line, some, a filter's and the whole, and takes it back: ${reader.title}`, async ({ visit }) => {
    test.setTimeout(120_000);
    const w = words[reader.language];
    const page = await visit("portal", `${reader.who}.finance`, "/p", reader);
    await page.getByRole("link", { name: w.task }).first().click();
    await expect(page.getByText(w.closing).first()).toBeVisible();
    const waiting = page.getByRole("button", { name: w.waiting });
    await expect(waiting).toHaveText(/[1-9]/); // the lines have come
    const before = (await waiting.textContent()) ?? "";
    await expectReadable(page, reader);

    // One line, from its own detail.
    const list = page.getByRole(reader.phone ? "list" : "table", { name: w.lines });
    await list.getByRole("link").first().click();
    const detail = page.getByRole("dialog");
    await expect(detail.getByRole("button", { name: w.confirm, exact: true })).toBeVisible();
    await expectReadable(page, reader);
    await detail.getByRole("button", { name: w.confirm, exact: true }).click();
    await expect(page.getByLabel(w.notices)).toContainText(w.done(1));
    await detail.getByRole("button", { name: w.reopen }).click();
    await expect(page.getByLabel(w.notices)).toContainText(w.undone(1));
    await page.keyboard.press("Escape");
    await expect(detail).toBeHidden();
    await expect(waiting).toHaveText(before);

    // Two lines, ticked.
    const ticks = list.getByRole("checkbox");
    const first = reader.phone ? 0 : 1; // the table's head has the tick of all
    await ticks.nth(first).check();
    await ticks.nth(first + 1).check();
    await expect(page.getByText(w.selected(2))).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.confirm, exact: true }).click();
    await expect(page.getByLabel(w.notices)).toContainText(w.done(2));
    await page.getByLabel(w.notices).getByRole("button", { name: w.undo }).last().click();
    await expect(waiting).toHaveText(before);

    // What a filter and a search leave, ticked at once.
    await waiting.click();
    await page.getByRole("searchbox", { name: w.search }).fill("PO");
    await expect(page).toHaveURL(/filter=waiting.*q=PO|q=PO.*filter=waiting/);
    const every = page.getByRole("checkbox", { name: w.all });
    const label = await every.evaluate((it) => it.ariaLabel || it.closest("label")?.textContent);
    const count = Number(/\d+/.exec(label ?? "")?.[0]);
    await every.check();
    await expect(page.getByText(w.selected(count))).toBeVisible();
    await page.getByRole("button", { name: w.confirm, exact: true }).click();
    await expect(page.getByLabel(w.notices)).toContainText(w.done(count));
    await expectReadable(page, reader);
    await page.getByLabel(w.notices).getByRole("button", { name: w.undo }).last().click();
    await expect(waiting).toHaveText(before);

    // The whole, with a remark; taken back from where it stays.
    await page.getByRole("button", { name: w.whole }).click();
    const sheet = page.getByRole("dialog", { name: w.title });
    await expect(sheet.getByText(w.text)).toBeVisible();
    await sheet.getByLabel(w.remark).fill("与我方应付账一致 / agrees with our books 㛃");
    await expectReadable(page, reader);
    await sheet.getByRole("button", { name: w.whole }).click();
    await expect(page.getByText(w.agreed)).toBeVisible();
    if (reader.phone) await page.getByRole("button", { name: w.details }).click();
    await expect(page.getByText(w.byWhole)).toBeVisible();
    await expect(page.getByText(/与我方应付账一致 \/ agrees with our books 㛃/)).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.undo, exact: true }).last().click();
    await expect(page.getByText(w.agreed)).toBeHidden();
    await expect(page.getByRole("button", { name: w.whole })).toBeVisible();
  });
}
