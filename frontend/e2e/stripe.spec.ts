import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";
import { startSite } from "./server";
import { startStripe } from "./stripe";
import { openAs, receiptsOf } from "./taker";

test("a statement is paid by card on Stripe's page: awaited on the way back, then paid by the event, once", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const stripe = await startStripe();
  const site = await startSite(stripe.settings);
  const page = await openAs(browser, site, "c1024.finance", "/p/statements");
  try {
    await page.getByRole("main").getByRole("link", { name: /ST-/ }).first().click();
    await page.waitForURL(/\/p\/s\/[\w-]{36}$/);
    const statement = page.url();
    await page.getByRole("main").getByRole("link", { name: "付款", exact: true }).click();
    await page.getByRole("button", { name: "全不选" }).click();
    const total = page.getByTestId("pay-total");
    await expect(total).toHaveText("—");
    const line = page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ has: page.getByRole("checkbox"), hasNotText: /有异议|正在另一笔付款中/ })
      .first();
    const item = (await line.locator("label .break-all").textContent()) ?? "";
    await line.getByRole("checkbox").check();
    await expect(page.getByRole("button", { name: /^支付 ¥/ })).toBeEnabled(); // the total is of what is chosen now
    const amount = (await total.textContent()) ?? "";
    const before = await receiptsOf(page, site);
    await page.getByRole("radio", { name: /银行卡或钱包/ }).check();
    stripe.slow(true);
    await page.getByRole("button", { name: `支付 ${amount}` }).click();

    // On Stripe's page, with the sum and the currency that were shown.
    await page.waitForURL(/\/c\/pay\/cs_test_/);
    expect(stripe.session()?.currency).toBe("cny");
    await expect(page.getByTestId("total")).toHaveText(`CNY ${amount.replace(/[¥,]/g, "")}`);
    await page.getByRole("button", { name: "Pay" }).click();

    // Back before the event: awaited, and nobody is asked to pay again.
    await page.waitForURL(/\/p\/pay\/[\w-]{36}\?back=paid$/);
    await expect(page.getByText("确认中", { exact: true })).toBeVisible();
    await expect(page.getByText(/请勿重复付款/)).toBeVisible();
    await expect(page.getByRole("link", { name: "去支付" })).toHaveCount(0);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(await stripe.notify("stranger"), "a forged event").toBe(400);
    await page.reload();
    await expect(page.getByText("确认中", { exact: true })).toBeVisible();
    expect(await receiptsOf(page, site)).toEqual(before);

    // The event comes twice at once and once late; the page turns by itself.
    expect(await Promise.all([stripe.notify(), stripe.notify()])).toEqual([200, 200]);
    await expect(page.getByText("已支付", { exact: true })).toBeVisible({ timeout: 15_000 });
    const receipt = (await page.getByRole("link", { name: /^RC/ }).textContent()) ?? "";
    expect(await stripe.notify(), "an event that comes late").toBe(200);
    expect((await receiptsOf(page, site)).filter((it) => !before.includes(it))).toEqual([receipt]);
    await expectAccessible(page);

    await page.getByRole("link", { name: "返回对账单" }).click();
    await expect(page).toHaveURL(statement);
    await page.getByRole("link", { name: new RegExp(`已支付 ${amount}`) }).click();
    await page.getByRole("link", { name: item }).click();
    await expect(page.getByText("已核销", { exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: receipt }).first()).toBeVisible();
  } finally {
    await page.context().close();
    await site.stop();
    await stripe.stop();
  }
});

test("whoever leaves Stripe's page unpaid pays another way; whoever paid is believed by Stripe's word, without its event", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const stripe = await startStripe();
  const site = await startSite(stripe.settings);
  const page = await openAs(browser, site, "c1010.finance", "/p/pay?currency=CNY", false);
  try {
    await speak(page, "en");
    const before = await receiptsOf(page, site);
    await page.getByRole("button", { name: "Choose none" }).click();
    const line = page.getByRole("listitem").filter({ has: page.getByRole("checkbox", { checked: false }) });
    await line.first().getByRole("button", { name: "Pay part" }).click();
    await page.getByLabel("Amount to settle").fill("31.70");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByTestId("pay-total")).toHaveText("¥31.70");
    await page.getByRole("radio", { name: /Card or wallet/ }).check();
    await page.getByRole("button", { name: "Pay ¥31.70" }).click();
    await page.waitForURL(/\/c\/pay\/cs_test_/);
    const first = stripe.session();
    await page.getByRole("link", { name: "Back" }).click();

    // Nothing was charged, the session can be paid no more, and the items are free.
    await page.waitForURL(/\/p\/pay\/[\w-]{36}$/);
    await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
    await expect(page.getByText(/Nothing was charged/)).toBeVisible();
    expect(first?.status).toBe("expired");
    expect(await receiptsOf(page, site)).toEqual(before);
    await expectAccessible(page);
    const cancelled = page.url();
    await page.getByRole("link", { name: "Choose items or another way" }).click();
    await expect(page.getByRole("checkbox").first()).toBeEnabled();
    await expect(page.getByText("In a payment that is under way")).toHaveCount(0);
    await expect(page.getByRole("radio", { name: /Sandbox/ })).toBeEnabled();

    // The same once more in one step; the payer comes back, and Stripe is asked without waiting for its event.
    await page.goto(cancelled);
    await page.getByRole("button", { name: "Pay ¥31.70 again" }).click();
    await page.waitForURL(/\/c\/pay\/cs_test_/);
    expect(stripe.session()?.id).not.toBe(first?.id);
    expect(stripe.session()?.amount).toBe(3170);
    await page.getByRole("button", { name: "Pay" }).click();
    await expect(page.getByText("Paid", { exact: true })).toBeVisible({ timeout: 20_000 });
    const receipt = (await page.getByRole("link", { name: /^RC/ }).textContent()) ?? "";
    expect(await stripe.notify(), "the event, after all").toBe(200);
    expect((await receiptsOf(page, site)).filter((it) => !before.includes(it))).toEqual([receipt]);

    // Another payment goes the other way.
    await page.goto(`${site.url}/p/pay?currency=CNY`);
    await page.getByRole("radio", { name: /Sandbox/ }).check();
    await page.getByRole("button", { name: /^Pay ¥/ }).click();
    await page.getByRole("button", { name: "It is paid" }).click();
    await expect(page.getByText("Paid", { exact: true })).toBeVisible({ timeout: 15_000 });
  } finally {
    await page.context().close();
    await site.stop();
    await stripe.stop();
  }
});
