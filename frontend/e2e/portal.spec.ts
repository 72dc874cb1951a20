import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

const pages = ["/p", "/p/statements", "/p/disputes", "/p/documents", "/p/settings", "/p/help"];

for (const phone of [true, false]) {
  for (const language of ["zh-CN", "en"] as const) {
    test(`the portal reads well: ${phone ? "phone" : "desktop"}, ${language}`, async ({ visit }) => {
      test.setTimeout(300_000);
      const page = await visit("portal", "c1001.finance", "/p", { phone, dark: language === "en" });
      await speak(page, language);
      for (const path of pages) {
        await page.goto(path);
        await expect(page.getByRole("main").locator("h1, h2").first()).toBeAttached();
        await expect(page.getByRole("status", { name: /正在加载|Loading/ })).toHaveCount(0);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
      await speak(page, "zh-CN");
    });
  }
}

test("confirms ticked lines at once and takes it back", async ({ visit }) => {
  const page = await visit("portal", "c1001.finance", "/p/statements");
  await page.locator("main li a").first().click();
  await page.getByRole("button", { name: /^待确认/ }).click();
  const waiting = page.getByRole("button", { name: /^待确认/ });
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

test("asks a stranger to sign in and brings them where they wanted to go", async ({ page, site }) => {
  await page.goto(`${site.url}/p/disputes?state=all`);
  await page.locator('button[name=person][value="c1001.finance"]').click();
  await expect(page).toHaveURL(`${site.url}/p/disputes?state=all`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
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

test("hands over the statement as a file in every form", async ({ visit }) => {
  const page = await visit("portal", "c1001.finance", "/p/statements");
  await page.locator("main li a").first().click();
  for (const format of ["PDF", "XLSX", "CSV", "JSON"]) {
    await page.locator("summary").filter({ hasText: "下载" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("details[open]").getByRole("link", { name: format }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
    expect(await file.failure()).toBeNull();
  }
});

test("lifts the overdue lines of a statement and says by how many days", async ({ visit }) => {
  const page = await visit("portal", "c1001.finance", "/p/statements", { phone: true });
  await page.locator("main li a").first().click();
  await page.getByRole("button", { name: /^期前未结/ }).click();
  const order = page.getByRole("button", { name: "逾期优先" });
  await expect(order).toHaveAttribute("aria-pressed", "true");
  const late = page.getByRole("list", { name: "对账明细" }).getByText(/逾期 \d+ 天/);
  const days = (await late.allTextContents()).map((text) => Number(text.replace(/\D/g, "")));
  expect(days.length).toBeGreaterThan(2);
  expect(days).toEqual(days.toSorted((a, b) => b - a));
  await order.click();
  await expect(page).toHaveURL(/order=document/);
  await expectNoSidewaysScroll(page);
});

test("guides who is here for the first time, once, and keeps the help", async ({ visit }) => {
  const page = await visit("portal", "c1001.finance", "/p", { phone: true });
  const guide = page.getByRole("heading", { name: "第一次对账？四步完成" });
  await expect(guide).toBeVisible();
  await page.getByRole("button", { name: "知道了" }).click();
  await page.reload();
  await expect(page.getByRole("heading", { name: "最近的对账单" })).toBeVisible();
  await expect(guide).toBeHidden();
  await page.locator("header details summary").last().click();
  await page.getByRole("button", { name: "帮助" }).click();
  await expect(page.getByRole("heading", { name: "怎样提出异议" })).toBeVisible();
});
