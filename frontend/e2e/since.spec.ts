import { each, expect, expectReadable, test } from "./fixtures";

// A statement that was answered changes: the customer is asked about what changed, and about nothing else.
const words = {
  "zh-CN": {
    task: /新版本有变动，还有 1 行需要核对/,
    title: "自您上次确认后的变动",
    version: "版本 2",
    reason: "卖方说明：补开漏开的发票",
    kept: /行没有变动，原答复有效，不再询问。/,
    left: "1 行需要您核对。",
    added: "新增",
    whole: "确认剩余 1 笔",
    done: "都已核对。",
    agreed: "双方已对平，无需再处理",
  },
  en: {
    task: /A new version changed: 1 line needs an answer/,
    title: "What changed since you last agreed",
    version: "Version 2",
    reason: "The seller's reason: 补开漏开的发票",
    kept: /lines are as before\. The answer stands and is not asked for again\./,
    left: "1 line needs your answer.",
    added: "New",
    whole: "Confirm the remaining 1",
    done: "Everything is answered.",
    agreed: "Agreed by both sides; nothing left to do",
  },
};

interface Row {
  id: string;
  cut_off: string;
  customer: { id: string };
}

for (const reader of each("C-1024", "C-1034", "C-1044", "C-1054")) {
  test(`a new version asks only for what changed since the customer agreed: ${reader.title}`, async ({
    visit,
    staff,
  }) => {
    test.setTimeout(90_000);
    const w = words[reader.language];
    const call = await staff("wang.min");
    const found = await call<{ items: Row[] }>("GET", `/statements?q=${reader.who}&limit=1`);
    const newest = found.items[0];
    if (!newest) throw new Error(`${reader.who} has no statement`);
    const no = `INV-LATE-${reader.who}`;
    const line = { description: "补开：导轨滑块", unit: "件", quantity: "2", unit_price: "1250", tax_rate: "13" };
    await call("POST", "/postings", {
      documents: [
        {
          kind: "receivable",
          customer_id: newest.customer.id,
          currency: "CNY",
          document_date: newest.cut_off,
          posting_date: newest.cut_off,
          document_no: no,
          invoice_no: no,
          description: line.description,
          source_kind: "invoice",
          source_system: "erp",
          source_id: no,
          lines: [{ ...line, net: "2500.00", tax: "325.00", gross: "2825.00" }],
        },
      ],
    });
    await call("POST", `/statements/${newest.id}/revision`, { reason: "补开漏开的发票" });

    const person = `${reader.who.toLowerCase().replace("-", "")}.finance`;
    const page = await visit("portal", person, "/p", reader);
    await page.getByRole("link", { name: w.task }).first().click();
    await expect(page.getByRole("heading", { name: w.title })).toBeVisible();
    await expect(page.getByText(w.version).first()).toBeVisible();
    await expect(page.getByText(w.reason)).toBeVisible();
    await expect(page.getByText(w.kept)).toBeVisible();
    await expect(page.getByText(w.left)).toBeVisible();
    await expect(page.getByText(w.added, { exact: true }).first()).toBeVisible();
    await expect(page.getByRole("link", { name: no }).first()).toBeVisible();
    await expectReadable(page, reader);

    await page.getByRole("button", { name: w.whole }).click();
    await page.getByRole("dialog").getByRole("button", { name: w.whole }).click();
    await expect(page.getByText(w.agreed)).toBeVisible();
    await expect(page.getByText(w.done)).toBeVisible();
    await expectReadable(page, reader);
  });
}
