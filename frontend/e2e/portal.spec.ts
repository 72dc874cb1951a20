import { each, expect, expectAccessible, expectNoSidewaysScroll, expectReadable, speak, test } from "./fixtures";

const words = {
  "zh-CN": {
    home: ["应付余额", "等您处理", "最近的对账单"],
    proposal: "请答复异议处理方案",
    statements: "对账单",
    disputes: "处理中",
    theme: "外观",
    signOut: "退出登录",
    account: /^账户: /,
    guide: "第一次对账？四步完成",
    steps: ["看余额", "逐笔核对", "确认或提出异议", "双方对平"],
    close: "知道了",
    help: "帮助",
    helpTitle: "怎样提出异议",
    contact: "联系卖方",
    newest: "最近的对账单",
    mails: "我要接收的邮件",
    reminders: "答复提醒",
    saved: "已保存",
  },
  en: {
    home: ["You owe", "Waiting for you", "Latest statements"],
    proposal: "Answer the proposal on your dispute",
    statements: "Statements",
    disputes: "Open",
    theme: "Appearance",
    signOut: "Sign out",
    account: /^Account: /,
    guide: "Your first statement? Four steps",
    steps: ["See the balance", "Check the lines", "Confirm or dispute", "Agree"],
    close: "Got it",
    help: "Help",
    helpTitle: "How to dispute",
    contact: "Reach the seller",
    newest: "Latest statements",
    mails: "Mails I want",
    reminders: "Reminders to answer",
    saved: "Saved",
  },
};

for (const reader of each("c1007", "c1037", "c1027", "x2001")) {
  test(`signs in to where one wanted to go, finds what waits, signs out: ${reader.title}`, async ({
    stranger,
    visit,
    site,
  }) => {
    test.setTimeout(120_000);
    const w = words[reader.language];
    const page = await stranger(reader);
    await page.goto(`${site.url}/p/disputes?state=all`);
    await expectReadable(page, reader);
    await page.locator(`button[name=person][value="${reader.who}.buyer"]`).click();
    await expect(page).toHaveURL(`${site.url}/p/disputes?state=all`);
    await speak(page, reader.language);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main").getByText(w.disputes, { exact: true }).first()).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("banner").locator("summary").last().click();
    await page.getByRole("button", { name: w.signOut }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/p/disputes"));
    await page.goto(`${site.url}/p`);
    await expect(page.locator("button[name=person]").first()).toBeVisible();

    const own = await visit("portal", `${reader.who}.finance`, "/p", reader);
    for (const heading of w.home) await expect(own.getByRole("heading", { name: heading }).first()).toBeVisible();
    await expect(own.getByText(w.proposal).first()).toBeVisible();
    await expectReadable(own, reader);
    for (const [path, heading] of [
      ["/p/statements", w.statements],
      ["/p/settings", w.theme],
    ] as const) {
      await own.goto(path);
      await expect(own.getByRole("main").getByText(heading).first()).toBeVisible();
      await expectReadable(own, reader);
    }
  });
}

for (const reader of each("c1016", "c1046", "c1036", "c1056")) {
  test(`guides who is here for the first time, once, keeps the help, and asks which mails are wanted: ${reader.title}`, async ({
    visit,
  }) => {
    const w = words[reader.language];
    const page = await visit("portal", `${reader.who}.finance`, "/p", reader);
    const guide = page.getByRole("heading", { name: w.guide });
    await expect(guide).toBeVisible();
    for (const step of w.steps) await expect(page.getByText(step, { exact: true })).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.close }).click();
    await page.reload();
    await expect(page.getByRole("heading", { name: w.newest })).toBeVisible();
    await expect(guide).toBeHidden();
    await page.getByRole("banner").locator("summary").last().click();
    await page.getByRole("button", { name: w.help }).click();
    await expect(page.getByRole("heading", { name: w.helpTitle })).toBeVisible();
    await expect(page.getByRole("heading", { name: w.contact })).toBeVisible();
    await expectReadable(page, reader);

    await page.goto("/p/settings");
    await expect(page.getByRole("group", { name: w.mails })).toBeVisible();
    const reminders = page.getByRole("checkbox", { name: w.reminders });
    await expect(reminders).toBeChecked();
    await reminders.click();
    await expect(page.getByText(w.saved)).toBeVisible();
    await page.reload();
    await expect(reminders).not.toBeChecked();
    await expectReadable(page, reader);
    await reminders.click();
    await expect(page.getByText(w.saved)).toBeVisible();
  });
}

test("confirms ticked lines at once and takes it back", async ({ visit }) => {
  const page = await visit("portal", "c1001.finance", "/p/statements");
  await page.locator("main li a").first().click();
  await page.getByRole("button", { name: /^待确认/ }).click();
  const waiting = page.getByRole("button", { name: /^待确认/ });
  await expect(waiting).toHaveText(/[1-9]/); // the lines have come
  const before = await waiting.textContent();

  const ticks = page.getByRole("row").getByRole("checkbox");
  await ticks.nth(1).check();
  await ticks.nth(3).click({ modifiers: ["Shift"] });
  await expect(page.getByText("已选 3 笔")).toBeVisible();
  await page.getByRole("button", { name: "确认无误" }).click();
  await expect(page.getByLabel("通知")).toContainText("已确认 3 笔");
  await expect(waiting).not.toHaveText(before ?? "");
  await page.getByLabel("通知").getByRole("button", { name: "撤销" }).click();
  await expect(waiting).toHaveText(before ?? "");
});

test("keeps money whole on the narrowest phone", async ({ visit }) => {
  const page = await visit("portal", "c1001.finance", "/p/statements", { phone: true });
  await page.setViewportSize({ width: 320, height: 640 });
  await page.locator("main li a").first().click();
  await expect(page.getByText(/期末余额/).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  const cut = await page
    .locator(".num")
    .evaluateAll((amounts) =>
      amounts
        .filter((it) => it.getBoundingClientRect().right > window.innerWidth && !it.closest(".overflow-x-auto"))
        .map((it) => it.textContent),
    );
  expect(cut).toEqual([]);
});

test("opens a line with its source documents by its own address", async ({ visit }) => {
  const page = await visit("portal", "c1001.finance", "/p/statements");
  await page.locator("main li a").first().click();
  await page.getByRole("table", { name: "对账明细" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/lines\/\d+/);
  await page.reload();
  const detail = page.getByRole("dialog");
  await expect(detail.getByRole("heading", { name: "来源单据" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/\/lines\//);
});

test("keeps what was typed when the session has ended", async ({ visit }) => {
  const page = await visit("portal", "c1001.finance", "/p/statements");
  await page.locator("main li a").first().click();
  await page.getByRole("button", { name: /^待确认/ }).click();
  await page.getByRole("row").getByRole("checkbox").nth(1).check();
  await page.getByRole("button", { name: "提出异议" }).click();
  await page.getByLabel("价格不符").check();
  await page.getByLabel("说明").fill("单价应为合同价。");
  await page.getByRole("button", { name: "下一步" }).click();
  await page.context().clearCookies();
  await page.getByRole("button", { name: "提交异议" }).click();
  const expired = page.getByRole("dialog", { name: "登录已过期" });
  await expect(expired.getByRole("link", { name: "重新登录" })).toBeVisible();
  await expectAccessible(page);
  await expired.getByRole("button", { name: "关闭" }).click();
  await expect(page.getByText("单价应为合同价。")).toBeVisible();
});

test("lifts the overdue lines of a statement and says by how many days", async ({ visit }) => {
  const page = await visit("portal", "c1001.finance", "/p/statements", { phone: true });
  await page.locator("main li a").first().click();
  await page.getByRole("button", { name: /^期前未结/ }).click();
  const order = page.getByRole("button", { name: "逾期优先" });
  await expect(order).toHaveAttribute("aria-pressed", "true");
  const late = page.getByRole("list", { name: "对账明细" }).getByText(/逾期 \d+ 天/);
  await expect(async () => {
    const days = (await late.allTextContents()).map((text) => Number(text.replace(/\D/g, "")));
    expect(days.length).toBeGreaterThan(2);
    expect(days).toEqual(days.toSorted((a, b) => b - a));
  }).toPass({ timeout: 10_000 });
  await order.click();
  await expect(page).toHaveURL(/order=document/);
  await expectNoSidewaysScroll(page);
});
