import type { Page } from "@playwright/test";
import { each, expect, expectAccessible, expectReadable, type Reader, speak, test } from "./fixtures";

const words = {
  "zh-CN": {
    colleagues: "同事与权限",
    switchOn: "启用经办 / 复核",
    two: "须有至少两名能登录且具有确认权限的同事",
    invite: "邀请同事",
    name: "姓名",
    email: "邮箱",
    confirmer: /^确认/,
    send: "发出邀请",
    done: "完成",
    accept: "接受邀请并登录",
    switchOff: "申请停用",
    task: /请核对并确认对账单/,
    whole: /^(全部确认（|确认剩余 )\d+ 笔/,
    hint: "本公司启用了经办 / 复核",
    byMe: /您已提交 \d+ 行，等待另一位同事复核/,
    waits: "待复核",
    check: /请复核 .* 的确认/,
    approve: "复核通过",
    agreed: /双方已对平|已全部答复/,
    log: "查看变更记录",
    logged: /启用了经办 \/ 复核/,
  },
  en: {
    colleagues: "Colleagues and roles",
    switchOn: "Switch on maker and checker",
    two: /needs two colleagues who can sign in and may confirm/,
    invite: "Invite a colleague",
    name: "Name",
    email: "E-mail address",
    confirmer: /^Confirm/,
    send: "Send the invitation",
    done: "Done",
    accept: "Accept and sign in",
    switchOff: "Ask to switch it off",
    task: /Check and confirm the statement/,
    whole: /^Confirm (all|the remaining) \d+/,
    hint: "Your company asks for maker and checker",
    byMe: /You submitted \d+ lines?\. A second colleague must check\./,
    waits: "Awaiting check",
    check: /Check the confirmation by/,
    approve: "Approve",
    agreed: /Agreed by both sides|All answered/,
    log: "Show the change log",
    logged: /switched on maker and checker/,
  },
};

/** Opens an invitation as a stranger's browser does, accepts it, and signs in as the invited person. */
async function accept(page: Page, link: string, reader: Reader): Promise<void> {
  await page.goto(link);
  await expect(page.locator("html")).toHaveAttribute("lang", reader.language);
  await expectReadable(page, reader);
  await page.getByRole("button", { name: words[reader.language].accept }).click();
  await page.locator('button[name=person][value^="invited."]').first().click();
  await page.waitForURL((url) => url.pathname === "/p");
  await speak(page, reader.language);
}

// The whole of a customer's own administration: the administrator invites a colleague and switches on maker and checker, the
// colleague comes, one confirms, and only the second person's approval makes it count.
for (const reader of each("c1002", "c1015", "c1053", "c1025")) {
  test(`an administrator invites, a maker confirms, a checker approves: ${reader.title}`, async ({
    visit,
    stranger,
  }) => {
    test.setTimeout(150_000);
    const w = words[reader.language];
    const admin = await visit("portal", `${reader.who}.admin`, "/p/settings", reader);
    await admin.getByRole("link", { name: w.colleagues }).click();
    await expect(admin.getByRole("heading", { name: w.colleagues })).toBeVisible();
    await expectReadable(admin, reader);

    await admin.getByRole("button", { name: w.switchOn }).click();
    await expect(admin.getByText(w.two)).toBeVisible();
    await admin.getByRole("button", { name: w.invite }).first().click();
    const sheet = admin.getByRole("dialog", { name: w.invite });
    await sheet.getByLabel(w.name, { exact: true }).fill("钱复核");
    await sheet.getByLabel(w.email).fill(`second@${reader.who}.example`);
    await sheet.getByLabel(w.confirmer).check();
    await expectReadable(admin, reader);
    await sheet.getByRole("button", { name: w.send }).click();
    const link = (await admin.getByTestId("invitation-link").textContent()) ?? "";
    await expectReadable(admin, reader);
    await admin.getByRole("button", { name: w.done }).click();

    const checker = await stranger(reader);
    await accept(checker, link, reader);
    const again = await checker.request.get(link, { headers: { Accept: "text/html" } });
    expect(again.status()).toBe(410);

    await admin.reload();
    await expect(admin.getByText("钱复核").first()).toBeVisible();
    await admin.getByRole("button", { name: w.switchOn }).click();
    await expect(admin.getByRole("button", { name: w.switchOff })).toBeVisible();
    await admin.getByText(w.log).click();
    await expect(admin.getByText(w.logged)).toBeVisible();
    await expectReadable(admin, reader);

    const maker = await visit("portal", `${reader.who}.finance`, "/p", reader);
    await maker.getByRole("link", { name: w.task }).first().click();
    await maker.getByRole("button", { name: w.whole }).click();
    const whole = maker.getByRole("dialog");
    await expect(whole.getByText(w.hint)).toBeVisible();
    await whole.getByRole("button", { name: w.whole }).click();
    await expect(maker.getByText(w.byMe)).toBeVisible();
    await expect(maker.getByRole("button", { name: w.approve })).toHaveCount(0);
    await expect(maker.getByText(w.waits).first()).toBeVisible();
    await expectReadable(maker, reader);

    await checker.goto("/p");
    await checker.getByRole("link", { name: w.check }).first().click();
    await expectReadable(checker, reader);
    await checker.getByRole("button", { name: w.approve }).click();
    await expect(checker.getByText(w.agreed).first()).toBeVisible();

    await maker.reload();
    await expect(maker.getByText(w.agreed).first()).toBeVisible();
    await expect(maker.getByText(w.byMe)).toHaveCount(0);
  });
}

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
  await expect(supervisor.getByText("待生效")).toBeVisible();
  await supervisor.getByLabel("停止原因").fill("银行尚未核实");
  await supervisor.getByRole("button", { name: "停止变更" }).click();
  await expect(supervisor.getByText("已停止", { exact: true })).toBeVisible();
  await expect(supervisor.getByRole("button", { name: "申请变更" })).toBeVisible();
  await expectAccessible(supervisor);
});

test("staff write instalments with a retention, see the schedule before saving, and the log says it", async ({
  visit,
}) => {
  const clerk = await visit("backoffice", "wang.min", "/console/customers");
  await clerk.getByRole("button", { name: "新建客户" }).click();
  const form = clerk.getByRole("dialog", { name: "新建客户" });
  await form.getByLabel("客户编码").fill("N-9002");
  await form.getByLabel("名称", { exact: true }).fill("无锡分期设备有限公司");
  await form.getByLabel("付款条件").selectOption("instalments");
  const second = form.getByRole("group", { name: /第 2 期/ });
  await second.getByLabel("比例（%）").fill("60");
  const schedule = form.getByRole("region", { name: "收款计划" });
  await expect(schedule).toContainText("合计 90%，各期与质保金合计须为 100%");
  await form.getByRole("button", { name: "保存" }).click();
  await expect(form.getByText("各期与质保金的比例合计须为 100%。").first()).toBeVisible();
  await form.getByLabel("留质保金").check();
  await expect(schedule).toContainText("10%：质保金，开票日后 365 天到期");
  await expect(schedule).toContainText("合计 100%");
  await expectAccessible(clerk);
  await form.getByRole("button", { name: "保存" }).click();
  await expect(clerk.getByRole("heading", { name: "无锡分期设备有限公司" })).toBeVisible();
  await clerk.getByRole("button", { name: "编辑资料" }).click();
  const again = clerk.getByRole("dialog", { name: "编辑资料" });
  await expect(again.getByLabel("质保金比例（%）")).toHaveValue("10");
  await again.getByLabel("质保期（起算日后天数）").fill("730");
  await again.getByRole("button", { name: "保存" }).click();
  await clerk.getByRole("button", { name: "变更记录" }).click();
  await expect(clerk.locator("main")).toContainText("10% 质保金 365天，自");
  await expect(clerk.locator("main")).toContainText("10% 质保金 730天，自");
});
