import type { Browser, Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

/** Opens an invitation as a stranger's browser does, accepts it, and signs in as the invited person. */
async function accept(browser: Browser, link: string, phone: boolean): Promise<Page> {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 900 },
    hasTouch: phone,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  const page = await context.newPage();
  await page.goto(link);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "接受邀请并登录" }).click();
  await page.locator('button[name=person][value^="invited."]').first().click();
  await page.waitForURL((url) => url.pathname === "/p");
  return page;
}

// The whole of a customer's own administration: the administrator invites a colleague and switches on maker and checker, the
// colleague comes and confirms, and only a second person's approval makes it count.
for (const phone of [false, true]) {
  test(`an administrator invites, a maker confirms, a checker approves (${phone ? "phone" : "desk"})`, async ({
    visit,
    browser,
  }) => {
    test.setTimeout(90_000);
    const customer = phone ? "c1002" : "c1013";
    const admin = await visit("portal", `${customer}.admin`, "/p/settings", { phone });
    await admin.getByRole("link", { name: "同事与权限" }).click();
    await expect(admin.getByRole("heading", { name: "同事与权限" })).toBeVisible();
    await expectAccessible(admin);
    await expectNoSidewaysScroll(admin);

    await admin.getByRole("button", { name: "启用经办 / 复核" }).click();
    await expect(admin.getByText("须有至少两名能登录且具有确认权限的同事")).toBeVisible();

    await admin.getByRole("button", { name: "邀请同事" }).first().click();
    const sheet = admin.getByRole("dialog", { name: "邀请同事" });
    await sheet.getByLabel("姓名").fill("钱复核");
    await sheet.getByLabel("邮箱").fill(`second@${customer}.example`);
    await sheet.getByLabel(/^确认/).check();
    await sheet.getByRole("button", { name: "发出邀请" }).click();
    const link = (await admin.getByTestId("invitation-link").textContent()) ?? "";
    await expectAccessible(admin);
    await admin.getByRole("button", { name: "完成" }).click();

    const checker = await accept(browser, link, phone);
    const again = await checker.request.get(link, { headers: { Accept: "text/html" } });
    expect(again.status()).toBe(410);

    await admin.reload();
    await expect(admin.getByText("钱复核").first()).toBeVisible();
    await admin.getByRole("button", { name: "启用经办 / 复核" }).click();
    await expect(admin.getByRole("button", { name: "申请停用" })).toBeVisible();

    const maker = await visit("portal", `${customer}.finance`, "/p", { phone });
    await maker
      .getByRole("link", { name: /请核对并确认对账单/ })
      .first()
      .click();
    await maker.getByRole("button", { name: /^(全部确认|确认剩余)/ }).click();
    const whole = maker.getByRole("dialog");
    await expect(whole.getByText("本公司启用了经办 / 复核")).toBeVisible();
    await whole.getByRole("button", { name: /^确认/ }).click();
    await expect(maker.getByText(/您已提交 \d+ 行，等待另一位同事复核/)).toBeVisible();
    await expect(maker.getByRole("button", { name: "复核通过" })).toHaveCount(0);
    await expect(maker.getByText("待复核").first()).toBeVisible();
    await expectAccessible(maker);

    await checker.goto(new URL("/p", link).toString());
    await checker
      .getByRole("link", { name: /请复核/ })
      .first()
      .click();
    await checker.getByRole("button", { name: "复核通过" }).click();
    await expect(checker.getByText(/双方余额一致|已对平|等待供应商/).first()).toBeVisible();
    await expectNoSidewaysScroll(checker);

    await maker.reload();
    await expect(maker.getByText("待复核")).toHaveCount(0);
    await checker.context().close();
  });
}

test("a new version asks only for what changed, in both languages", async ({ visit }) => {
  const customer = await visit("portal", "c1003.finance", "/p", { phone: true });
  await customer
    .getByRole("link", { name: /新版本有变动，还有 3 行需要核对/ })
    .first()
    .click();
  await expect(customer.getByRole("heading", { name: "自您上次确认后的变动" })).toBeVisible();
  await expect(customer.getByText(/行没有变动，原答复有效/)).toBeVisible();
  await expect(customer.getByText("INV-LATE-0001").first()).toBeVisible();
  await expectAccessible(customer);
  await expectNoSidewaysScroll(customer);
  await speak(customer, "en");
  await expect(customer.getByRole("heading", { name: "What changed since you last agreed" })).toBeVisible();
  await expect(customer.getByText(/3 lines need your answer/)).toBeVisible();
  await expectNoSidewaysScroll(customer);
  await speak(customer, "zh-CN");
});

test("staff change a customer and its contacts by hand, and two of them the payee's account", async ({ visit }) => {
  const clerk = await visit("backoffice", "wang.min", "/console/customers");
  await clerk.getByRole("button", { name: "新建客户" }).click();
  const form = clerk.getByRole("dialog", { name: "新建客户" });
  await form.getByLabel("客户编码").fill("N-9001");
  await form.getByLabel("名称", { exact: true }).fill("常州新客户有限公司");
  await form.getByLabel("付款条件").selectOption("net_days");
  await form.getByRole("button", { name: "保存" }).click();
  await expect(clerk.getByRole("heading", { name: "常州新客户有限公司" })).toBeVisible();
  await clerk.getByRole("button", { name: /^联系人/ }).click();
  await clerk.getByRole("button", { name: "添加联系人" }).click();
  const contact = clerk.getByRole("dialog", { name: "添加联系人" });
  await contact.getByLabel("姓名").or(contact.getByLabel("名称")).first().fill("许会计");
  await contact.getByLabel("邮箱").fill("xu@n9001.example");
  await contact.getByLabel("客户方管理员").check();
  await contact.getByRole("button", { name: "保存" }).click();
  await expect(clerk.getByText("xu@n9001.example")).toBeVisible();
  await expectAccessible(clerk);
  await clerk.getByRole("button", { name: "邀请登录" }).click();
  await expect(clerk.getByRole("dialog", { name: "邀请 许会计" })).toContainText("/auth/portal/invitation/");
  await clerk.getByRole("button", { name: "完成" }).click();
  await clerk.getByRole("button", { name: "变更记录" }).click();
  await expect(clerk.locator("main")).toContainText("新建客户");

  const administrator = await visit("backoffice", "zhou.jie", "/console/settings/organization");
  await administrator.getByRole("button", { name: "申请变更" }).click();
  await administrator.getByLabel("账号").fill("6222 0000 1111 2222");
  await administrator.getByLabel("变更原因").fill("换开户行");
  await administrator.getByRole("button", { name: "提交申请" }).click();
  await expect(administrator.getByText("须由另一人批准。")).toBeVisible();
  const supervisor = await visit("backoffice", "zhao.lei", "/console/settings/organization");
  await supervisor.getByRole("button", { name: "批准" }).click();
  await expect(supervisor.getByText("已批准")).toBeVisible();
  await expectAccessible(supervisor);
});
