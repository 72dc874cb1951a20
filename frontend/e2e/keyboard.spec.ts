import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, speak, test } from "./fixtures";

// The statement's page without a mouse: each thing is reached in a few steps, has a name and a role, and shows that it has the focus.
const words = {
  "zh-CN": {
    skip: "跳到正文",
    main: "主导航",
    parts: "对账单内容",
    filter: "按答复状态筛选",
    waiting: /^待确认/,
    lines: "对账明细",
    line: /^选择 [A-Z]+-/,
    bar: "已选明细",
    selected: "已选 2 笔",
    confirm: "确认无误",
    dispute: "提出异议",
    notices: "通知",
    done: "已确认 2 笔",
    undo: "撤销",
    undone: "已撤回 2 笔确认",
    reasons: "哪里不符",
    explain: "说明",
    next: "下一步",
    submit: "提交异议",
    sent: "异议已提交",
    back: "回到明细",
    sum: "余额计算",
    details: "动态与文件",
    search: "单据号、订单号、摘要、金额",
  },
  en: {
    skip: "Skip to content",
    main: "Main navigation",
    parts: "Parts of the statement",
    filter: "Filter by answer",
    waiting: /^To answer/,
    lines: "Statement lines",
    line: /^Select [A-Z]+-/,
    bar: "Selected lines",
    selected: "2 lines selected",
    confirm: "Confirm",
    dispute: "Dispute",
    notices: "Notifications",
    done: "2 lines confirmed",
    undo: "Undo",
    undone: "2 confirmations undone",
    reasons: "What is wrong?",
    explain: "Explain",
    next: "Next",
    submit: "Submit the dispute",
    sent: "Dispute submitted",
    back: "Back to the lines",
    sum: "How the balance comes about",
    details: "Activity and files",
    search: "Number, order, text or amount",
  },
};

/** Presses Tab until the thing has the focus; a person gives up sooner or later. */
async function tabTo(page: Page, to: Locator, most = 25): Promise<void> {
  await to.waitFor();
  for (let step = 0; step < most; step++) {
    if (await to.evaluate((it) => it === document.activeElement)) return expectShown(to);
    await page.keyboard.press("Tab");
  }
  throw new Error(`${to} is not within ${most} steps of the keyboard`);
}

/** The focus shows: a ring around the thing, or around what stands for it. */
async function expectShown(it: Locator): Promise<void> {
  const ring = await it.evaluate((element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
  });
  expect(ring, `${it} shows no focus`).toBe(true);
  await expect(it).toBeInViewport();
}

for (const language of ["zh-CN", "en"] as const) {
  test(`confirms, takes back and disputes by keyboard alone: ${language}`, async ({ visit }) => {
    test.setTimeout(120_000);
    const w = words[language];
    const page = await visit("portal", "c1001.finance", "/p/statements", { language });
    await page.goto((await page.getByRole("main").locator("li a").first().getAttribute("href")) ?? "");
    const waiting = page.getByRole("button", { name: w.waiting });
    await expect(waiting).toHaveText(/[1-9]/); // the lines have come
    const before = (await waiting.textContent()) ?? "";

    for (const [role, name] of [
      ["navigation", w.main],
      ["navigation", w.parts],
      ["table", w.sum],
      ["table", w.lines],
      ["group", w.filter],
      ["searchbox", w.search],
      ["complementary", w.details],
    ] as const) {
      await expect(page.getByRole(role, { name }).first(), `${role} ${name}`).toBeVisible();
    }
    await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toHaveCount(1);

    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: w.skip })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
    await tabTo(page, waiting);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/filter=waiting/);

    const lines = page.getByRole("table", { name: w.lines });
    const ticks = lines.getByRole("checkbox", { name: w.line });
    const bar = page.getByRole("region", { name: w.bar });
    await tabTo(page, ticks.nth(0));
    await page.keyboard.press("Space");
    await tabTo(page, ticks.nth(1), 3);
    await page.keyboard.press("Space");
    await expect(bar.getByRole("status")).toContainText(w.selected);
    await page.keyboard.press("Enter");
    await expect(bar).toBeFocused();
    await tabTo(page, bar.getByRole("button", { name: w.confirm, exact: true }), 4);
    await page.keyboard.press("Enter");
    const notices = page.getByRole("region", { name: w.notices });
    await expect(notices).toContainText(w.done);
    await tabTo(page, notices.getByRole("button", { name: w.undo }), 6);
    await page.keyboard.press("Enter");
    await expect(notices).toContainText(w.undone);
    await expect(waiting).toHaveText(before);

    await waiting.focus();
    await tabTo(page, ticks.nth(0));
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await tabTo(page, bar.getByRole("button", { name: w.dispute, exact: true }), 4);
    await page.keyboard.press("Enter");
    const form = page.getByRole("dialog");
    await expect(form.getByRole("group", { name: w.reasons }).getByRole("radio")).toHaveCount(10);
    await expectAccessible(page);
    await tabTo(page, form.getByRole("radio").first(), 4);
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    await expect(form.getByRole("radio").nth(1)).toBeChecked();
    await tabTo(page, form.getByRole("textbox", { name: w.explain, exact: true }), 6);
    await page.keyboard.type("Two pieces short. 少两件。");
    await tabTo(page, form.getByRole("button", { name: w.next }), 6);
    await page.keyboard.press("Enter");
    await tabTo(page, form.getByRole("button", { name: w.submit }), 6);
    await page.keyboard.press("Enter");
    const sent = page.getByRole("dialog", { name: w.sent });
    await expect(sent.getByRole("status").first()).toBeVisible();
    await tabTo(page, sent.getByRole("button", { name: w.back }), 6);
    await page.keyboard.press("Enter");
    await expect(sent).toBeHidden();
    await expect(waiting).not.toHaveText(before);
    expect(await page.evaluate(() => document.activeElement !== document.body), "the focus is lost").toBe(true);
    await speak(page, "zh-CN");
  });
}
