import type { Browser, Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

/** Opens an invitation as a stranger's browser does and comes in as the invited person. */
async function join(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: "zh-CN", timezoneId: "Asia/Shanghai" })).newPage();
  await page.goto(link);
  await expectAccessible(page);
  await page.getByRole("button", { name: "接受邀请并登录" }).click();
  await page.locator('button[name=person][value^="invited."]').first().click();
  await page.waitForURL((url) => url.pathname === "/console");
  return page;
}

// An administrator's day: invite, give roles, put to rest, look after the jobs; and what they may not see.
test("an administrator invites a colleague, changes the roles and puts them to rest", async ({ visit, browser }) => {
  test.setTimeout(90_000);
  const page = await visit("backoffice", "zhou.jie", "/console/settings");
  await page.getByRole("link", { name: /^员工/ }).click();
  await page.getByRole("button", { name: "邀请员工" }).click();
  const sheet = page.getByRole("dialog", { name: "邀请员工" });
  await sheet.getByLabel("姓名").fill("冯新人");
  await sheet.getByLabel("邮箱").fill("feng.xin@hdjm.example");
  await sheet.getByLabel("销售专员").check();
  await sheet.getByRole("button", { name: "发出邀请" }).click();
  const link = (await page.getByTestId("staff-invitation-link").textContent()) ?? "";
  await expectAccessible(page);
  await page.getByRole("button", { name: "完成" }).click();
  await expect(page.getByRole("heading", { name: "待接受的邀请" })).toBeVisible();

  const newcomer = await join(browser, link);
  await page.reload();
  await page.getByRole("button", { name: "管理 冯新人" }).click();
  const member = page.getByRole("dialog", { name: "冯新人" });
  await member.getByLabel("信用经理").check();
  await member.getByRole("button", { name: "保存角色" }).click();
  await expect(page.getByText("角色已更改")).toBeVisible();
  await member.getByLabel("停用原因").fill("试用结束");
  await member.getByRole("button", { name: "停用" }).click();
  await expect(member.getByText(/停用：试用结束/)).toBeVisible();
  await expect(member.getByText("当前没有登录")).toBeVisible();
  expect((await newcomer.request.get(new URL("/api/backoffice/v1/session", link).toString())).status()).toBe(401);
  await newcomer.context().close();
  await member.getByRole("button", { name: "恢复" }).click();
  await expect(page.getByText("已恢复，角色与停用前相同")).toBeVisible();
  await page.keyboard.press("Escape");

  for (const path of ["people", "roles", "jobs", "controls", "history", "audit"]) {
    await page.goto(`/console/settings/${path}`);
    await expect(page.locator("main h1")).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await page.goto("/console/settings/audit?action=document");
  await expect(page.getByText("涉及金额，管理员不可见").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "导出 CSV" })).toHaveCount(0);
  await speak(page, "en");
  await expect(page.getByRole("heading", { name: "Audit log" })).toBeVisible();
  await speak(page, "zh-CN");
});

// An auditor's day: reads everything, proves the chain, takes it along, and can change nothing.
test("an auditor reads and proves everything and changes nothing", async ({ visit }) => {
  const page = await visit("backoffice", "sun.yan", "/console/settings/audit");
  await page.getByRole("button", { name: "校验哈希链" }).click();
  await expect(page.getByText(/哈希链完整/)).toBeVisible({ timeout: 30_000 });
  await page.getByLabel("操作").selectOption("document");
  await page.getByRole("button", { name: "单据 · 过账" }).first().click();
  await expect(page.getByRole("dialog").getByText("原始内容（参与哈希）")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "导出 JSON" })).toBeVisible();

  await page.goto("/console/settings/people");
  await expect(page.getByText("您可以查看员工；由系统管理员维护。")).toBeVisible();
  await expect(page.getByRole("button", { name: "邀请员工" })).toHaveCount(0);
  await page.goto("/console/settings/controls");
  await expect(page.getByRole("heading", { name: "提交人与批准人为同一人" })).toBeVisible();

  const session = await (await page.request.get("/api/backoffice/v1/session")).json();
  const headers = { "X-CSRF-Token": session.csrf_token, "Content-Type": "application/json" };
  const writes = [
    ["POST", "/staff-desk/invitations", { email: "x@y.example", name: "x", roles: ["administrator"] }],
    ["POST", `/staff-desk/${session.person.id}/return`, {}],
    [
      "PUT",
      "/organization",
      { name: "x", name_en: "", time_zone: "Asia/Shanghai", tax_id: "", address: "", phone: "" },
    ],
    ["POST", "/jobs/1/retry", {}],
    ["POST", "/deliveries/repetition", {}],
  ] as const;
  for (const [method, path, data] of writes) {
    const answer = await page.request.fetch(`/api/backoffice/v1${path}`, { method, headers, data });
    expect(answer.status(), path).toBe(403);
  }
  await page.goto("/console/settings/audit?action=refused");
  await expect(page.getByText("越权被拒").nth(writes.length - 1)).toBeVisible();
});
