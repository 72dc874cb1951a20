import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, newestMail, test } from "./fixtures";

const words = {
  "zh-CN": {
    open: "打开对账单",
    confirmAll: /^全部确认|确认全部|^确认剩余/,
    confirm: /^确认/,
    code: "验证码",
    toast: /已确认/,
    proved: /邮箱已验证/,
  },
  en: {
    open: "Open statement",
    confirmAll: /^Confirm (all|the)/,
    confirm: /^Confirm/,
    code: "Code",
    toast: /confirmed/i,
    proved: /address proved/,
  },
};

/** Has the link of a waiting statement mailed to the customer's first contact, and reads it from the outbox. */
async function mailedLink(staff: Page): Promise<{ link: string; email: string; no: string }> {
  await staff.goto("/console/statements?state=issued");
  await staff.getByRole("main").getByRole("link", { name: /^ST/ }).first().click();
  await staff.waitForURL(/statements\/[\w-]{36}/);
  const at = staff.url();
  const no = (await staff.getByRole("heading", { level: 1 }).textContent()) ?? "";
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

for (const language of ["zh-CN", "en"] as const) {
  test(`a mailed link is followed to a confirmation without an account: phone, ${language}`, async ({
    visit,
    stranger,
  }) => {
    test.setTimeout(90_000);
    const w = words[language];
    const staff = await visit("backoffice", "wang.min", "/console");
    const { link, email } = await mailedLink(staff);
    const phone = await stranger({ phone: true, dark: language === "en" });
    await phone.goto(link);
    if (language === "en") await phone.getByRole("button", { name: "EN" }).click();
    await expect(phone.getByRole("button", { name: w.open })).toBeVisible();
    expect(phone.url(), "the token stays in the address").not.toContain(link.slice(-43));
    await expectAccessible(phone);
    await expectNoSidewaysScroll(phone);
    await phone.getByRole("button", { name: w.open }).click();
    await phone.waitForURL(/\/p\/s\//);
    await expect(phone.locator("html")).toHaveAttribute("lang", language);
    await expectAccessible(phone);

    await phone.getByRole("button", { name: w.confirmAll }).first().click();
    await phone.getByRole("dialog").getByRole("button", { name: w.confirm }).last().click();
    const entry = phone.getByRole("textbox", { name: w.code });
    await expect(entry).toBeVisible();
    await expectAccessible(phone);
    await expectNoSidewaysScroll(phone);
    await entry.fill("000000");
    await expect(phone.getByText(/验证码不正确|code is not right/)).toBeVisible();
    const { text } = await newestMail(staff, email, /\d{6}|验证码|code/i);
    await entry.fill(/\b(\d{6})\b/.exec(text)?.[1] ?? "");
    await expect(phone.getByText(w.proved)).toBeVisible();
    await expect(phone.getByLabel(/通知|Notifications/)).toContainText(w.toast);

    await phone.goto("/p/statements");
    await expect(phone.getByText(/此链接只能打开一份|opens one statement/)).toBeVisible();
    await expectAccessible(phone);
  });
}

test("a robot that runs scripts and presses every button answers nothing and leaves the link alive", async ({
  visit,
  stranger,
}) => {
  test.setTimeout(90_000);
  const staff = await visit("backoffice", "wang.min", "/console");
  const { link } = await mailedLink(staff);
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
  const { link, email } = await mailedLink(staff);
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
