import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { startSite } from "./server";
import { startWeChatPay } from "./wechatpay";

test("a wallet's code is scanned, its notice comes twice, and the page turns to paid with one receipt", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const wallet = await startWeChatPay();
  const site = await startSite(wallet.settings);
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 390, height: 844 }, hasTouch: true });
  try {
    const page = await context.newPage();
    const at = "/p/pay?currency=CNY";
    await page.goto(`${site.url}/auth/portal/login?next=${encodeURIComponent(at)}`);
    await page.locator('button[name=person][value="c1010.finance"]').click();
    const receipts = async (): Promise<string[]> => {
      const answer = await context.request.get(`${site.url}/api/portal/v1/documents?kind=receipt&limit=100`);
      expect(answer.ok()).toBe(true);
      const found = (await answer.json()) as { items: { document_no: string }[] };
      return found.items.map((it) => it.document_no);
    };

    await page.getByRole("button", { name: "全不选" }).click();
    const line = page.getByRole("listitem").filter({ has: page.getByRole("checkbox", { checked: false }) });
    await line.first().getByRole("button", { name: "部分付款" }).click();
    await page.getByLabel("结清金额").fill("86.40");
    await page.getByRole("button", { name: "确定" }).click();
    await expect(page.getByTestId("pay-total")).toHaveText("¥86.40");
    const before = await receipts();
    await page.getByRole("radio", { name: /微信支付/ }).check();
    await page.getByRole("button", { name: "支付 ¥86.40" }).click();

    // The code is the wallet's; until the notice comes nothing is paid.
    const code = page.getByRole("img", { name: "付款二维码" });
    await expect(code).toBeVisible();
    await expect.poll(() => code.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth > 0)).toBe(true);
    await expect(page.getByText("请用微信扫描此码")).toBeVisible();
    await expect(page.getByText("待支付", { exact: true })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(wallet.begun()).toBe(1);
    expect(wallet.order()?.amount).toEqual({ total: 8640, currency: "CNY" });

    expect(await wallet.notify("stranger")).toBe(400);
    await page.reload();
    await expect(page.getByText("待支付", { exact: true })).toBeVisible();
    expect(await Promise.all([wallet.notify(), wallet.notify()])).toEqual([200, 200]);

    // Nobody touches the page: it asks by itself.
    await expect(page.getByText("已支付", { exact: true })).toBeVisible({ timeout: 15_000 });
    await expect(code).toHaveCount(0);
    const number = (await page.getByRole("link", { name: /^RC/ }).textContent()) ?? "";
    await expectAccessible(page);
    expect(await wallet.notify(), "a notice that comes late").toBe(200);
    expect((await receipts()).filter((it) => !before.includes(it))).toEqual([number]);
  } finally {
    await context.close();
    await site.stop();
    await wallet.stop();
  }
});
