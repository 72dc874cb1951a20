import { readFile } from "node:fs/promises";
import { each, expect, expectReadable, test } from "./fixtures";

const words = {
  "zh-CN": {
    aging: "账龄（按到期日）",
    history: "余额走势",
    table: "以表格显示",
    chain: "来源单据",
    statement: /对账单/,
    download: "下载",
    filter: "筛选：类型：收款单",
    search: "没有这样的单号",
    none: "没有符合条件的记录",
    views: { items: "未清项", documents: "全部单据", movements: "往来明细" },
    create: "新建令牌",
    name: "名称",
    done: "已保存，关闭",
    revoke: "撤销",
    title: "API 令牌",
    revoked: "已撤销",
    closing: "期末余额",
  },
  en: {
    aging: "Aging by due date",
    history: "Balance over time",
    table: "Show as table",
    chain: "Source documents",
    statement: /Statement/,
    download: "Download",
    filter: "Filter: Kind: Receipt",
    search: "no such number",
    none: "Nothing matches",
    views: { items: "Open items", documents: "All documents", movements: "Movements" },
    create: "New token",
    name: "Name",
    done: "Kept, close",
    revoke: "Revoke",
    title: "API tokens",
    revoked: "Revoked",
    closing: "Closing balance",
  },
};

for (const reader of each("c1019", "c1029", "c1049", "c1020")) {
  test(`goes from the balance to a bucket, its items, a document, its statement and its files: ${reader.title}`, async ({
    visit,
  }) => {
    test.setTimeout(120_000);
    const w = words[reader.language];
    const page = await visit("portal", `${reader.who}.finance`, "/p/documents", reader);
    await page.getByRole("button", { name: w.table }).first().click();
    await expect(page.getByRole("region", { name: w.history }).getByRole("row")).toHaveCount(14);
    await expectReadable(page, reader);
    await page.getByRole("region", { name: w.aging }).getByRole("link").last().click(); // the oldest, which statements have shown
    await expect(page).toHaveURL(/view=items&bucket=/);
    await expect(page.getByRole("link", { name: w.views.items })).toHaveAttribute("aria-current", /page|true/);
    await expectReadable(page, reader);
    await page.getByRole("main").locator('li a[href^="/p/documents/"]').first().click(); // one click to the document with its chain
    await expect(page.getByRole("heading", { name: w.chain })).toBeVisible();
    await expectReadable(page, reader);
    const standsOn = page.getByRole("main").getByRole("listitem").filter({ hasText: w.statement });
    await standsOn.getByRole("link").first().click(); // and one to where it stands
    await expect(page).toHaveURL(/\/p\/s\//);

    for (const format of ["PDF", "XLSX", "CSV", "JSON"]) {
      await page.locator("summary").filter({ hasText: w.download }).click();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.locator("details[open]").getByRole("link", { name: format }).click(),
      ]);
      expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
      expect(await file.failure()).toBeNull();
    }

    await page.goto("/p/documents?view=movements");
    await expect(page.getByText(w.closing).first()).toBeVisible();
    await expectReadable(page, reader);
    await page.goto("/p/documents?view=documents&kind=receipt");
    await page.getByRole("main").locator("li a").first().waitFor();
    await expectReadable(page, reader);
    const shown = await page.getByRole("main").locator("li a .font-medium").allTextContents();
    expect(shown.length).toBeGreaterThan(0);
    await page.locator("summary").filter({ hasText: w.download }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("details[open]").getByRole("link", { name: "CSV" }).click(),
    ]);
    const text = await readFile(await file.path(), "utf8");
    for (const number of shown) expect(text).toContain(number);
    expect(text).toContain(w.filter);
    await page.getByRole("searchbox").fill(w.search);
    await expect(page.getByText(w.none).first()).toBeVisible();
    await expect(page).toHaveURL(/q=/);
  });

  test(`an administrator makes a token, a program uses it, and it ends at once: ${reader.title}`, async ({
    visit,
    site,
    request,
  }) => {
    const w = words[reader.language];
    const page = await visit("portal", `${reader.who}.admin`, "/p/settings/tokens", reader);
    await expect(page.getByRole("heading", { name: w.title })).toBeVisible();
    await page.getByRole("button", { name: w.create }).first().click();
    await page.getByRole("dialog").getByLabel(w.name).first().fill("用友 U8");
    await expectReadable(page, reader);
    await page.getByRole("dialog").getByRole("button", { name: w.create }).click();
    const secret = await page.getByTestId("token-secret").textContent();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.done }).click();
    const ask = () =>
      request.get(`${site.url}/api/portal/v1/account/items`, { headers: { Authorization: `Bearer ${secret}` } });
    expect((await ask()).status()).toBe(200);
    await page.getByRole("button", { name: `${w.revoke}: 用友 U8` }).click();
    await page.getByRole("dialog").getByRole("button", { name: w.revoke }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(page.getByText(w.revoked).first()).toBeVisible();
    expect((await ask()).status()).toBe(401);
    await expectReadable(page, reader);
  });
}
