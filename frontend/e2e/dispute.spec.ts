import type { Page } from "@playwright/test";
import { type Call, each, expect, expectReadable, test } from "./fixtures";
import { paper, photo } from "./papers";

// What a customer does about a line that is wrong, until both sides agree. The seller's part happens beside;
// attachments.spec and loop.spec show it on its own pages.
const words = {
  "zh-CN": {
    task: /请核对并确认对账单/,
    waiting: /^待确认/,
    lines: "对账明细",
    dispute: "提出异议",
    next: "下一步",
    reason: "请选择一个原因",
    explainFirst: "请说明哪里不符",
    quantity: "数量不符",
    price: "价格不符",
    part: "有异议的金额（可不填）",
    notAnAmount: "请填写金额，例如 1234.50",
    explain: "说明",
    photo: "拍照",
    heic: "请把 HEIC 照片存为 JPEG 后再上传。",
    remove: /^移除 /,
    review: "请核对后提交",
    submit: "提交异议",
    sent: "异议已提交",
    uploaded: "1 个附件已上传。",
    by: /最迟 .* 答复。/,
    see: "查看异议",
    picture: "查看图片 送货单.png",
    thread: "沟通记录",
    reply: "回复",
    send: "发送",
    notices: "通知",
    messageSent: "已发送",
    proposal: "卖方提出的处理方案",
    rejected: "不同意",
    back: "不接受，退回",
    accept: "接受方案",
    returned: "已退回方案",
    accepted: "已接受方案",
    partly: "部分同意",
    withdraw: "撤回异议",
    withdrawn: "异议已撤回",
    stateWithdrawn: "已撤回",
    creditNote: "红字应收",
    list: "处理中",
    closed: "已结束",
  },
  en: {
    task: /Check and confirm the statement/,
    waiting: /^To answer/,
    lines: "Statement lines",
    dispute: "Dispute",
    next: "Next",
    reason: "Choose a reason",
    explainFirst: "Say what is wrong",
    quantity: "Quantity",
    price: "Price",
    part: "Disputed part (optional)",
    notAnAmount: "Enter an amount such as 1234.50",
    explain: "Explain",
    photo: "Take a photo",
    heic: "Save the HEIC photo as JPEG first.",
    remove: /^Remove /,
    review: "Review and submit",
    submit: "Submit the dispute",
    sent: "Dispute submitted",
    uploaded: "1 file uploaded.",
    by: /by .*\d{4}/,
    see: "Open the dispute",
    picture: "Show the picture 送货单.png",
    thread: "Conversation",
    reply: "Reply",
    send: "Send",
    notices: "Notifications",
    messageSent: "Sent",
    proposal: "The seller proposes",
    rejected: "Rejected",
    back: "Return it",
    accept: "Accept",
    returned: "Proposal returned",
    accepted: "Proposal accepted",
    partly: "Accepted in part",
    withdraw: "Withdraw the dispute",
    withdrawn: "Dispute withdrawn",
    stateWithdrawn: "Withdrawn",
    creditNote: "Credit note",
    list: "Open",
    closed: "Closed",
  },
};

type Words = (typeof words)["en"];

/** Ticks the first receivable that waits and opens the form. */
async function disputeFirst(page: Page, w: Words, phone: boolean): Promise<void> {
  await page.getByRole("button", { name: w.waiting }).click();
  const row = page
    .getByRole(phone ? "list" : "table", { name: w.lines })
    .getByRole(phone ? "listitem" : "row")
    .filter({ hasText: "INV-" })
    .first();
  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: w.dispute, exact: true }).click();
}

interface Found {
  row_version: number;
}

async function propose(call: Call, id: string, decision: object): Promise<void> {
  const { row_version } = await call<Found>("GET", `/disputes/${id}`);
  await call("POST", `/disputes/${id}/resolution`, { row_version, root_cause: "process_gap", ...decision });
}

for (const reader of each("c1023", "c1033", "c1043", "c1005")) {
  test(`disputes a line with a photo, talks, returns a proposal and accepts another, withdraws: ${reader.title}`, async ({
    visit,
    staff,
  }) => {
    test.setTimeout(150_000);
    const w = words[reader.language];
    const page = await visit("portal", `${reader.who}.finance`, "/p", reader);
    await page.getByRole("link", { name: w.task }).first().click();
    await disputeFirst(page, w, reader.phone);
    const statement = page.url();

    // What is missing or wrong is said where it is, and the first of it has the focus.
    await page.getByRole("button", { name: w.next }).click();
    await expect(page.getByText(w.reason)).toBeVisible();
    await expect(page.getByText(w.explainFirst)).toBeVisible();
    await page.getByLabel(w.quantity, { exact: true }).check();
    await page.getByLabel(w.part).fill("1e3");
    await page.getByLabel(w.explain, { exact: true }).fill("实收少两件，附照片。 Two pieces short 𠮷.");
    await page.getByRole("button", { name: w.next }).click();
    await expect(page.getByText(w.notAnAmount)).toBeVisible();
    await expect(page.getByLabel(w.part)).toBeFocused();
    await page.getByLabel(w.part).fill("10.00");
    await page.locator("[data-files]").setInputFiles([
      { name: "送货单.png", mimeType: "image/png", buffer: photo(900, 1200) },
      { name: "照片.heic", mimeType: "image/heic", buffer: Buffer.from("x") },
    ]);
    await expect(page.getByText(w.heic)).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.remove }).last().click();
    await page.getByRole("button", { name: w.next }).click();
    const review = page.getByRole("dialog", { name: w.review });
    await expect(review.getByText("¥10.00")).toBeVisible();
    await expect(review.getByText("送货单.png")).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.submit }).click();
    const sent = page.getByRole("dialog", { name: w.sent });
    await expect(sent.getByText(w.uploaded)).toBeVisible();
    await expect(sent.getByText(w.by).first()).toBeVisible();
    await expectReadable(page, reader);
    await sent.getByRole("link", { name: w.see }).click();
    await page.waitForURL(/\/p\/disputes\//);
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await expect(page.getByRole("button", { name: w.picture })).toBeVisible();

    // The conversation, with a paper from the customer; the seller's note among colleagues stays there.
    const thread = page.getByRole("list", { name: w.thread });
    await page.getByLabel(w.reply, { exact: true }).fill("签收单在附件里。");
    await page
      .locator("[data-files]")
      .setInputFiles({ name: "签收单.pdf", mimeType: "application/pdf", buffer: paper });
    await page.getByRole("button", { name: w.send, exact: true }).click();
    await expect(thread.getByRole("link", { name: /签收单\.pdf/ })).toBeVisible();
    const call = await staff("wang.min");
    await call("POST", `/disputes/${id}/messages`, { text: "已收到，正在核对。", internal: false });
    await call("POST", `/disputes/${id}/messages`, { text: "内部：仓库漏发。", internal: true });
    await propose(call, id, { decision: "reject", text: "签收数量与开票一致。" });
    await page.reload();
    await expect(thread.getByText("已收到，正在核对。")).toBeVisible();
    await expect(page.getByText("仓库漏发")).toHaveCount(0);

    // A proposal goes back with a reason; the next one is accepted, and its credit note is there.
    await expect(page.getByRole("heading", { name: w.proposal })).toBeVisible();
    await expect(page.getByText(w.rejected, { exact: true }).first()).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.back }).click();
    const sheet = page.getByRole("dialog");
    await expect(sheet.getByRole("button", { name: w.back })).toBeDisabled();
    await sheet.getByLabel(w.explain, { exact: true }).fill("请看照片，第二箱是空的。");
    await expectReadable(page, reader);
    await sheet.getByRole("button", { name: w.back }).click();
    await expect(page.getByLabel(w.notices)).toContainText(w.returned);
    await expect(page.getByRole("heading", { name: w.proposal })).toBeHidden();
    await propose(call, id, { decision: "accept_part", amount: "6.00", text: "同意冲减六元。" });
    await page.reload();
    await page.getByRole("button", { name: w.accept, exact: true }).click();
    await expect(page.getByRole("dialog").getByText(/¥6\.00/)).toBeVisible();
    await page.getByRole("dialog").getByRole("button", { name: w.accept, exact: true }).click();
    await expect(page.getByLabel(w.notices)).toContainText(w.accepted);
    await expect(page.getByText(w.partly).first()).toBeVisible();
    const facts = page.getByRole("complementary");
    await expect(facts.getByText(w.creditNote)).toBeVisible();
    await expect(facts.getByRole("link", { name: /CN|HZ/ }).first()).toBeVisible();
    await expectReadable(page, reader);

    // Another one is taken back, and its line waits for an answer again.
    await page.goto(statement);
    const waiting = page.getByRole("button", { name: w.waiting });
    await expect(waiting).toHaveText(/[1-9]/); // the lines have come
    const before = (await waiting.textContent()) ?? "";
    await disputeFirst(page, w, reader.phone);
    await page.getByLabel(w.price, { exact: true }).check();
    await page.getByLabel(w.explain, { exact: true }).fill("按旧价开票了。");
    await page.getByRole("button", { name: w.next }).click();
    await page.getByRole("button", { name: w.submit }).click();
    await page.getByRole("dialog", { name: w.sent }).getByRole("link", { name: w.see }).click();
    await page.getByRole("button", { name: w.withdraw }).click();
    await page.getByRole("dialog").getByRole("button", { name: w.withdraw }).click();
    await expect(page.getByLabel(w.notices)).toContainText(w.withdrawn);
    await expect(page.getByText(w.stateWithdrawn, { exact: true }).first()).toBeVisible();
    await page.goto(statement);
    await expect(waiting).toHaveText(before);
    await page.goto("/p/disputes?state=all");
    await expectReadable(page, reader);
  });
}
