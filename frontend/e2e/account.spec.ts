import { readFile } from "node:fs/promises";
import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

const views = ["", "?view=items", "?view=documents", "?view=movements"];

for (const phone of [true, false]) {
  for (const language of ["zh-CN", "en"] as const) {
    test(`the account reads well: ${phone ? "phone" : "desktop"}, ${language}`, async ({ visit }) => {
      test.setTimeout(120_000);
      const page = await visit("portal", "c1003.admin", "/p/documents", { phone, dark: language === "en" });
      await speak(page, language);
      for (const path of [...views.map((it) => `/p/documents${it}`), "/p/settings/tokens"]) {
        await page.goto(path);
        await expect(page.getByRole("main").locator("h1").first()).toBeAttached();
        await expect(page.getByRole("status", { name: /正在加载|Loading/ })).toHaveCount(0);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
      await speak(page, "zh-CN");
    });
  }
}

test("goes from the balance to a bucket, its items, a document and the statement it stands on", async ({ visit }) => {
  const page = await visit("portal", "c1003.finance", "/p/documents");
  await page.getByRole("button", { name: "以表格显示" }).first().click();
  await expect(page.getByRole("region", { name: "余额走势" }).getByRole("row")).toHaveCount(14);
  await page.getByRole("region", { name: "账龄（按到期日）" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/view=items&bucket=/);
  await page.getByRole("main").locator("li a").first().click(); // one click to the document with its chain
  const chain = page.getByRole("heading", { name: "来源单据" });
  await expect(chain).toBeVisible();
  await page
    .getByRole("main")
    .getByRole("listitem")
    .filter({ hasText: /对账单/ })
    .getByRole("link")
    .first()
    .click(); // and one to where it stands
  await expect(page).toHaveURL(/\/p\/s\//);
});

test("keeps the filter in the address and in the file", async ({ visit }) => {
  const page = await visit("portal", "c1003.finance", "/p/documents?view=documents&kind=receipt");
  await page.getByRole("main").locator("li a").first().waitFor();
  const shown = await page.getByRole("main").locator("li a .font-medium").allTextContents();
  expect(shown.length).toBeGreaterThan(0);
  await page.locator("summary").filter({ hasText: "下载" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("details[open]").getByRole("link", { name: "CSV" }).click(),
  ]);
  const text = await readFile(await file.path(), "utf8");
  for (const number of shown) expect(text).toContain(number);
  expect(text).toContain("筛选：类型：收款单");
  await page.getByRole("searchbox").fill("没有这样的单号");
  await expect(page.getByRole("main").locator("li a")).toHaveCount(0);
  await expect(page).toHaveURL(/q=/);
});

test("an administrator makes a token, a program uses it, and it ends at once", async ({ visit, site, request }) => {
  const page = await visit("portal", "c1003.admin", "/p/settings/tokens");
  await page.getByRole("button", { name: "新建令牌" }).click();
  await page.getByLabel("名称").fill("用友 U8");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "新建令牌" }).click();
  const secret = await page.getByTestId("token-secret").textContent();
  await page.getByRole("button", { name: "已保存，关闭" }).click();
  const ask = () =>
    request.get(`${site.url}/api/portal/v1/account/items`, { headers: { Authorization: `Bearer ${secret}` } });
  expect((await ask()).status()).toBe(200);
  await page.getByRole("button", { name: "撤销: 用友 U8" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "撤销" }).click();
  await expect(page.getByText("已撤销").first()).toBeVisible();
  expect((await ask()).status()).toBe(401);
});
