import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";

/** What the interface answers the person who is signed in there. */
async function status(page: Page, method: string, path: string, body?: unknown): Promise<number> {
  return page.evaluate(
    async ([method, path, body]) => {
      const at = "/api/backoffice/v1";
      const session = await (await fetch(`${at}/session`)).json();
      const headers = {
        "Content-Type": "application/json",
        "X-CSRF-Token": session.csrf_token,
        "Idempotency-Key": crypto.randomUUID(),
      };
      return (await fetch(at + path, method === "GET" ? {} : { method, headers, body })).status;
    },
    [method, path, JSON.stringify(body)] as const,
  );
}

// A salesperson's day: what waits, a dispute with its due time, a note that brings it to a colleague, an issue to follow up;
// own customers only, and nothing is posted.
test("a salesperson works on disputes of their own customers and reaches nothing else", async ({ visit, staff }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "chen.jing", "/console");
  await expect(page.getByRole("heading", { name: /待我答复的异议/ })).toBeVisible();
  await page
    .getByRole("heading", { name: /待我答复的异议/ })
    .locator("xpath=ancestor::section[1]")
    .getByRole("link")
    .last()
    .click();
  await page.waitForURL(/view=answer/);
  await expect(page.getByText(/还剩|超时|逾期|剩余/).first()).toBeVisible();
  await page.getByLabel("内部备注，客户不可见").check();
  await page.locator("[data-reply]").fill("@王敏 请核对签收单");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("已提醒 王敏").last()).toBeVisible();
  await expectAccessible(page);

  const own = await page.evaluate(async () => {
    const answer = await fetch("/api/backoffice/v1/customers?limit=100");
    return ((await answer.json()) as { items: { id: string }[] }).items.map((it) => it.id);
  });
  const accountant = await staff("wang.min");
  const everybody = await accountant<{ items: { id: string }[] }>("GET", "/customers?limit=100");
  const foreign = everybody.items.find((it) => !own.includes(it.id));
  expect(own.length).toBeGreaterThan(0);
  expect(foreign).toBeDefined();
  expect(await status(page, "GET", `/customers/${foreign?.id}`)).toBe(404);
  expect(await status(page, "POST", `/customers/${foreign?.id}/notes`, { text: "x", mentions: [] })).toBe(404);
  expect(await status(page, "POST", "/statement-runs", { period_start: "2026-01-01", cut_off: "2026-01-31" })).toBe(
    403,
  );
  expect(await status(page, "GET", "/settlement-proposals")).toBe(403);

  await page.goto("/console/issues?owner=me");
  await expect(page.getByRole("link", { name: "确认新的对账联系人" })).toBeVisible();
});

// A supervisor's day: what waits for approval is what its page lists; the board; late issues; and a draft of their own is not theirs to approve.
test("a supervisor finds as many approvals on the page as the home page counts", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "zhao.lei", "/console");
  await expect(page.getByRole("heading", { name: /待我审批/ })).toBeVisible();
  const counted = await page.evaluate(async () => {
    const read = async (path: string) => (await fetch(`/api/backoffice/v1${path}`)).json();
    const section = await read("/work-list/approvals?limit=200");
    const of = (kind: string) => section.items.filter((it: { kind: string }) => it.kind === kind).length;
    const drafts = await read("/drafts?waiting=true&limit=200");
    const disputes = await read("/disputes?view=approve&limit=200");
    const settlements = await read("/settlement-proposals?state=to_decide&limit=200");
    return [
      of("draft"),
      drafts.items.length,
      of("resolution"),
      disputes.items.length,
      of("settlement"),
      settlements.items.length,
      section.count,
      section.items.length,
    ];
  });
  expect(counted[0]).toBe(counted[1]);
  expect(counted[2]).toBe(counted[3]);
  expect(counted[4]).toBe(counted[5]);
  expect(counted[6]).toBe(counted[7]);
  expect(counted[6]).toBeGreaterThan(0);
  await page.goto("/console/drafts");
  await expect(page.getByRole("row")).toHaveCount((counted[1] ?? 0) + 1);
  await expectAccessible(page);
  await page.goto("/console/progress?view=board");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto("/console/issues?owner=others&late=true");
  await expect(page.getByRole("link", { name: "补充框架合同价格附件" })).toBeVisible();
  expect(await status(page, "POST", "/jobs/1/retry", {})).toBe(403);
});

// An accountant's day: a receipt below the threshold is posted, one above it waits for somebody else and not for its maker; the settings of others
// stay shut.
test("an accountant enters receipts, and does not approve what they entered", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "wang.min", "/console/drafts/new?kind=receipt");
  await page.getByPlaceholder("按编号或名称查找").fill("C-1047");
  await page.getByRole("button", { name: /C-1047/ }).click();
  await page.getByLabel("金额", { exact: true }).fill("88000");
  await expect(page.getByText("会计凭证预览")).toBeVisible();
  await page.getByRole("button", { name: "保存并提交" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("待审批");
  await expect(page.getByRole("button", { name: "批准并记账" })).toBeDisabled();
  const id = new URL(page.url()).pathname.split("/").pop();
  expect(await status(page, "POST", `/drafts/${id}/decision`, { row_version: 2, approve: true })).toBe(403);
  await page.goto("/console/drafts");
  await expect(page.locator(`a[href="/console/drafts/${id}"]`)).toHaveCount(0);
  expect(await status(page, "GET", "/audit-log")).toBe(403);
  expect(await status(page, "POST", "/periods/2024-01/close", {})).toBe(403);
  await page.goto("/console/settings/audit");
  await expect(page.getByRole("heading", { level: 1 }).or(page.getByRole("alert")).first()).toBeVisible();
  await expectAccessible(page);
});
