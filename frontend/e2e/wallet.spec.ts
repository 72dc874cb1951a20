import { expect, expectAccessible, expectNoSidewaysScroll, expectReadable, type Reader, test } from "./fixtures";
import { startSite } from "./server";
import { openAs, receiptsOf } from "./taker";
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

test("a code that ran out is given out anew; the old one paid late settles, and the new one is called off", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const wallet = await startWeChatPay();
  const site = await startSite(wallet.settings);
  const page = await openAs(browser, site, "c1010.finance", "/p/pay?currency=CNY");
  const reader: Reader = { who: "c1010.finance", phone: true, language: "zh-CN", title: "phone, zh-CN" };
  const staff = await openAs(browser, site, "wang.min", "/console/payments", false);
  try {
    const before = await receiptsOf(page, site);
    await page.getByRole("button", { name: "全不选" }).click();
    const line = page.getByRole("listitem").filter({ has: page.getByRole("checkbox", { checked: false }) });
    await line.first().getByRole("button", { name: "部分付款" }).click();
    await page.getByLabel("结清金额").fill("86.40");
    await page.getByRole("button", { name: "确定" }).click();
    await page.getByRole("radio", { name: /微信支付/ }).check();
    await page.getByRole("button", { name: "支付 ¥86.40" }).click();
    await expect(page.getByRole("img", { name: "付款二维码" })).toBeVisible();
    const old = { at: new URL(page.url()).pathname, no: wallet.order()?.out_trade_no ?? "" };

    // Its time is over: the order closes by itself, and as soon as WeChat Pay is asked the page says so and offers another code.
    wallet.runOut();
    await staff.goto(site.url + old.at.replace("/p/pay", "/console/payments"));
    await staff.getByRole("button", { name: "立即向渠道核实" }).click();
    await expect(staff.getByText("已过期", { exact: true })).toBeVisible();
    await expect(page.getByText("已过期", { exact: true })).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText(/付款码已过期作废，没有扣款/)).toBeVisible();
    await expect(page.getByRole("img", { name: "付款二维码" })).toHaveCount(0);
    await expectReadable(page, reader);
    await page.getByRole("button", { name: "获取新的付款码" }).click();
    await expect(page).not.toHaveURL(new RegExp(old.at));
    await expect(page.getByRole("img", { name: "付款二维码" })).toBeVisible();
    const anew = { at: new URL(page.url()).pathname, no: wallet.order()?.out_trade_no ?? "" };
    expect(anew.no).not.toBe(old.no);
    expect(wallet.order()?.amount).toEqual({ total: 8640, currency: "CNY" });

    // The old one is paid all the same: it settles, and nobody is left with a code to pay once more.
    expect(await wallet.notify(undefined, old.no)).toBe(200);
    await expect(page.getByText("已取消", { exact: true })).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText(/已由另一笔付款结清/)).toBeVisible();
    await expect(page.getByRole("img", { name: "付款二维码" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "获取新的付款码" })).toHaveCount(0);
    expect(wallet.stateOf(anew.no)).toBe("CLOSED");
    await expectReadable(page, reader);
    await page.goto(site.url + old.at);
    await expect(page.getByText("已支付", { exact: true })).toBeVisible();
    const first = (await page.getByRole("link", { name: /^RC/ }).textContent()) ?? "";
    expect((await receiptsOf(page, site)).filter((it) => !before.includes(it))).toEqual([first]);
  } finally {
    await page.context().close();
    await staff.context().close();
    await site.stop();
    await wallet.stop();
  }
});

test("a whole item is paid by the old code and by the new one: the second payment stands on account, and both sides are told", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const wallet = await startWeChatPay();
  const site = await startSite(wallet.settings);
  const page = await openAs(browser, site, "c1010.finance", "/p/pay?currency=CNY");
  const staff = await openAs(browser, site, "wang.min", "/console/payments", false);
  try {
    await page.getByRole("button", { name: "全不选" }).click();
    await expect(page.getByTestId("pay-total")).toHaveText("—");
    await page.getByRole("checkbox", { disabled: false }).first().check();
    await expect(page.getByRole("button", { name: /^支付 ¥/ })).toBeEnabled(); // the total is of what is chosen now
    const amount = (await page.getByTestId("pay-total").textContent()) ?? "";
    await page.getByRole("radio", { name: /微信支付/ }).check();
    await page.getByRole("button", { name: `支付 ${amount}` }).click();
    await expect(page.getByRole("img", { name: "付款二维码" })).toBeVisible();
    const old = wallet.order()?.out_trade_no;
    await page.getByRole("button", { name: "取消付款" }).click();
    await page.getByRole("button", { name: "获取新的付款码" }).click();
    await expect(page.getByRole("img", { name: "付款二维码" })).toBeVisible();
    await expect.poll(() => wallet.order()?.out_trade_no).not.toBe(old);
    const at = new URL(page.url()).pathname;

    expect(await wallet.notify()).toBe(200);
    await expect(page.getByText("已支付", { exact: true })).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText(/记在您的账户余额中/)).toHaveCount(0); // this one settles
    expect(await wallet.notify(undefined, old), "the old code, late").toBe(200);
    await page.goto(`${site.url}/p/payments`);
    const paid = page.getByRole("main").getByRole("link", { name: new RegExp(`微信支付.*${amount}.*已支付`) });
    await expect(paid).toHaveCount(2);
    await page.locator(`main a[href^="/p/pay/"]:not([href="${at}"])`).first().click();
    await expect(page.getByText(`其中 ${amount} 记在您的账户余额中`)).toBeVisible();
    await expectReadable(page, { who: "c1010.finance", phone: true, language: "zh-CN", title: "phone, zh-CN" });

    await staff.goto(page.url().replace("/p/pay", "/console/payments"));
    await expect(staff.getByText(/下一步.*核销或退还未核销的部分/)).toBeVisible();
    await expectAccessible(staff);
    await staff.getByRole("link", { name: "去核销" }).click();
    await staff.waitForURL(/\/console\/allocation\?customer=/);
  } finally {
    await page.context().close();
    await staff.context().close();
    await site.stop();
    await wallet.stop();
  }
});
