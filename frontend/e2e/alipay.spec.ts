import { startAlipay } from "./alipay";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { startSite } from "./server";
import { openAs, receiptsOf } from "./taker";

test("a part of an item is paid on Alipay's page: the redirect is signed, the notice comes twice and forged, one receipt is made", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const alipay = await startAlipay();
  const site = await startSite(alipay.settings);
  const page = await openAs(browser, site, "c1010.finance", "/p/pay?currency=CNY");
  try {
    const before = await receiptsOf(page, site);
    await page.getByRole("button", { name: "全不选" }).click();
    const line = page.getByRole("listitem").filter({ has: page.getByRole("checkbox", { checked: false }) });
    await line.first().getByRole("button", { name: "部分付款" }).click();
    await page.getByLabel("结清金额").fill("57.20");
    await page.getByRole("button", { name: "确定" }).click();
    await expect(page.getByTestId("pay-total")).toHaveText("¥57.20");
    await page.getByRole("radio", { name: /支付宝/ }).check();
    await page.getByRole("button", { name: "支付 ¥57.20" }).click();
    await page.waitForURL(/\/gateway\.do\?/);
    await expect(page.getByTestId("total")).toHaveText("CNY 57.20");

    // The payer turns back without paying: it waits, and is called off; then the trade is closed and its page takes no money.
    const page1 = page.url();
    await page.goto(`${site.url}/p/payments`);
    await page
      .getByRole("link", { name: /待支付/ })
      .first()
      .click();
    await expect(page.getByText(/尚未支付/)).toBeVisible();
    await expect(page.getByRole("link", { name: "去支付" })).toHaveAttribute("href", page1);
    await page.getByRole("button", { name: "取消付款" }).click();
    await expect(page.getByText("已取消", { exact: true })).toBeVisible();
    expect(alipay.trade()?.state).toBe("TRADE_CLOSED");

    // Anew, and paid.
    await page.getByRole("button", { name: "重新支付 ¥57.20" }).click();
    await page.waitForURL(/\/gateway\.do\?/);
    expect(await alipay.notify("stranger"), "a forged notice").toMatchObject({ status: 400 });
    await page.getByRole("button", { name: "Pay" }).click();
    await page.waitForURL(/\/p\/pay\/[\w-]{36}\?back=paid$/); // what Alipay wrote beside it does not stay in the address
    expect(await Promise.all([alipay.notify(), alipay.notify()])).toEqual([
      { status: 200, text: "success" },
      { status: 200, text: "success" },
    ]);
    await expect(page.getByText("已支付", { exact: true })).toBeVisible({ timeout: 15_000 });
    const receipt = (await page.getByRole("link", { name: /^RC/ }).textContent()) ?? "";
    expect(await alipay.notify(), "a notice that comes late").toEqual({ status: 200, text: "success" });
    expect((await receiptsOf(page, site)).filter((it) => !before.includes(it))).toEqual([receipt]);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  } finally {
    await page.context().close();
    await site.stop();
    await alipay.stop();
  }
});
