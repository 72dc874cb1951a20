import type { Page } from "@playwright/test";
import { each, expect, expectAccessible, expectNoSidewaysScroll, expectReadable, newestMail, test } from "./fixtures";

const words = {
  "zh-CN": {
    open: "打开对账单",
    lookOnly: /无需登录即可查看/,
    banner: /通过链接查看。答复时需输入/,
    confirmAll: /^(全部确认（|确认剩余 )\d+ 笔/,
    confirm: /^(全部确认|确认剩余)/,
    code: "验证码",
    codeTitle: "请输入邮件中的验证码",
    wrong: /验证码不正确/,
    notices: "通知",
    toast: /已确认 \d+ 笔/,
    proved: /邮箱已验证/,
    only: "此链接只能打开一份对账单",
  },
  en: {
    open: "Open statement",
    lookOnly: /You can look without signing in/,
    banner: /Opened by a link\. To answer/,
    confirmAll: /^Confirm (all|the remaining) \d+/,
    confirm: /^Confirm (all|the remaining)/,
    code: "Code",
    codeTitle: "Enter the code from your mail",
    wrong: /code is not right/,
    notices: "Notifications",
    toast: /\d+ lines confirmed/,
    proved: /address proved/,
    only: "This link opens one statement",
  },
};

/** Has the link of the customer's newest statement mailed to its first contact, and reads it from the outbox. */
async function mailedLink(staff: Page, customer: string): Promise<{ link: string; email: string; no: string }> {
  await staff.goto(`/console/statements?q=${customer}`);
  await staff.getByRole("main").getByRole("link", { name: /^ST/ }).first().click();
  await staff.waitForURL(/statements\/[\w-]{36}/);
  const at = staff.url();
  const title = staff.getByRole("heading", { level: 1 });
  await expect(title).toHaveText(/ST-/);
  const no = (await title.textContent()) ?? "";
  const holder = staff
    .getByRole("listitem")
    .filter({ hasText: "确认" })
    .filter({ has: staff.getByRole("group") })
    .first();
  const email = (await holder.locator("p", { hasText: "@" }).textContent()) ?? "";
  await holder.getByRole("button", { name: /发送/ }).click();
  await expect(staff.getByLabel("通知")).toContainText("链接正在发送");
  const { link } = await newestMail(staff, email, new RegExp(no));
  await staff.goto(at);
  expect(link).toMatch(/\/p\/l\/[\w-]{43}$/);
  return { link, email, no };
}

for (const reader of each("C-1035", "C-1003", "C-1045", "C-1055")) {
  test(`a mailed link is followed to a confirmation without an account: ${reader.title}`, async ({
    visit,
    stranger,
  }) => {
    test.setTimeout(90_000);
    const w = words[reader.language];
    const staff = await visit("backoffice", "wang.min", "/console");
    const { link, email, no } = await mailedLink(staff, reader.who);

    // What scanners and previews do to a mail's links opens nothing.
    for (const ask of ["get", "head"] as const) expect((await staff.request[ask](link)).status()).toBeLessThan(400);

    const page = await stranger(reader);
    await page.goto(link);
    const other = page.getByRole("button", { name: reader.language === "en" ? "EN" : "中文", exact: true });
    await expect(page.getByRole("button", { name: /^(打开对账单|Open statement)$/ })).toBeVisible();
    if (await other.isVisible()) await other.click();
    await expect(page.getByRole("button", { name: w.open })).toBeVisible();
    await expect(page.getByText(w.lookOnly)).toBeVisible();
    expect(page.url(), "the token stays in the address").not.toContain(link.slice(-43));
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.open }).click();
    await page.waitForURL(/\/p\/s\//);
    await expect(page.getByText(w.banner)).toBeVisible();
    await expect(page.getByText(no).first()).toBeVisible();
    await expectReadable(page, reader);

    await page.getByRole("button", { name: w.confirmAll }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: w.confirm }).last().click();
    const entry = page.getByRole("textbox", { name: w.code });
    await expect(entry).toBeVisible();
    await expect(page.getByRole("dialog", { name: w.codeTitle })).toBeVisible();
    await expectReadable(page, reader);
    await entry.fill("000000");
    await expect(page.getByText(w.wrong)).toBeVisible();
    const { text } = await newestMail(staff, email, /\d{6}|验证码|code/i);
    await entry.fill(/\b(\d{6})\b/.exec(text)?.[1] ?? "");
    await expect(page.getByText(w.proved)).toBeVisible();
    await expect(page.getByLabel(w.notices)).toContainText(w.toast);
    await expect(page.getByRole("button", { name: w.confirmAll })).toHaveCount(0);

    await page.goto("/p/statements");
    await expect(page.getByRole("heading", { name: w.only })).toBeVisible();
    await expectReadable(page, reader);
  });
}

test("a robot that runs scripts and presses every button answers nothing and leaves the link alive", async ({
  visit,
  stranger,
}) => {
  test.setTimeout(90_000);
  const staff = await visit("backoffice", "wang.min", "/console");
  const { link } = await mailedLink(staff, "C-1031");
  const robot = await stranger();
  const answers: number[] = [];
  robot.on("response", (it) => {
    if (/confirmations|disputes|reopenings/.test(it.url()) && it.request().method() === "POST")
      answers.push(it.status());
  });
  await robot.goto(link);
  await robot.getByRole("button", { name: "打开对账单" }).click();
  await robot.waitForURL(/\/p\/s\//);
  const statement = robot.url();
  for (let round = 0; round < 4; round++) {
    const buttons = await robot.locator("button:visible:not([disabled]), input[type=checkbox]:visible").all();
    for (const button of buttons.slice(0, 40)) {
      await button.click({ timeout: 400, force: true, noWaitAfter: true }).catch(() => undefined);
      if (!robot.url().startsWith(statement)) await robot.goto(statement);
    }
  }
  expect(
    answers.every((status) => status === 401),
    answers.join(" "),
  ).toBe(true);
  const person = await stranger({ phone: true });
  await person.goto(link);
  await person.getByRole("button", { name: "打开对账单" }).click();
  await person.waitForURL(/\/p\/s\//);
  await expect(person.getByRole("button", { name: /^全部确认|确认全部|^确认剩余/ }).first()).toBeVisible();
});

test("an ended link leads to a page that mails a fresh one", async ({ visit, stranger }) => {
  const staff = await visit("backoffice", "wang.min", "/console");
  const { link, email } = await mailedLink(staff, "C-1031");
  const guest = await stranger({ phone: true });
  await guest.goto(`${link.slice(0, -6)}AAAAAA`);
  await expect(guest.getByRole("heading", { name: "链接已失效" })).toBeVisible();
  await expectAccessible(guest);
  await expectNoSidewaysScroll(guest);
  await guest.getByLabel("您接收对账单的邮箱").fill("nobody@nowhere.test");
  await guest.getByRole("button", { name: "发送新链接" }).click();
  await expect(guest.getByRole("heading", { name: "请查看邮箱" })).toBeVisible();

  const holder = staff
    .getByRole("listitem")
    .filter({ hasText: email })
    .filter({ has: staff.getByRole("group") });
  await holder.first().getByRole("button", { name: "撤销" }).click();
  await expectAccessible(staff);
  await staff.getByRole("dialog").getByRole("button", { name: "撤销" }).click();
  await expect(staff.getByLabel("通知")).toContainText("已撤销");
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "链接已被撤销" })).toBeVisible();
});
