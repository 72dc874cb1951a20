import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

test("a customer pays an item through the sandbox: under way, not twice, then settled", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("portal", "c1014.finance", "/p/pay?currency=CNY", { phone: true });
  await expect(page.getByRole("heading", { name: "付款", exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  // One item, and a part of it: the server says what it comes to.
  await page.getByRole("button", { name: "全不选" }).click();
  await expect(page.getByTestId("pay-total")).toHaveText("—");
  await page.getByRole("button", { name: "部分付款" }).first().click();
  await page.getByLabel("结清金额").fill("12.30");
  await page.getByRole("button", { name: "确定" }).click();
  await expect(page.getByTestId("pay-total")).toHaveText("¥12.30");
  await page.getByRole("button", { name: "支付 ¥12.30" }).click();

  // The sandbox stands where a provider's page would; nothing is decided yet.
  await expect(page.getByRole("heading", { name: "沙箱付款" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "稍后再定" }).click();
  await expect(page.getByText("待支付", { exact: true })).toBeVisible();

  // In another tab the item is held, and leads to the payment that holds it.
  const other = await page.context().newPage();
  await other.goto("/p/pay?currency=CNY");
  await other.getByRole("link", { name: /正在另一笔付款中/ }).click();
  await other.getByRole("link", { name: "去支付" }).click();
  await other.getByRole("button", { name: "支付成功" }).click();
  await expect(other.getByText("已支付", { exact: true })).toBeVisible();
  await expect(other.getByRole("link", { name: /^RC/ })).toBeVisible();
  await expectAccessible(other);

  // The first tab learns of it by itself, and the list shows it.
  await expect(page.getByText("已支付", { exact: true })).toBeVisible({ timeout: 15_000 });
  await page.goto("/p/payments");
  await expect(page.getByText("已支付", { exact: true }).first()).toBeVisible();
  await speak(page, "en");
  await expect(page.getByText("Paid", { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await speak(page, "zh-CN");
});

test("a transfer reference waits in the list until its items are settled, then nobody is asked to pay twice", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const page = await visit("portal", "c1015.finance", "/p/pay?currency=CNY", { phone: true });
  await page.getByRole("button", { name: "全不选" }).click();
  await page.getByRole("checkbox").first().check();
  await expect(page.getByTestId("pay-total")).toHaveText(/¥/);
  await page.getByRole("button", { name: "去付款" }).click();
  await page.getByRole("radio", { name: /银行转账/ }).check();
  await page.getByRole("button", { name: "获取附言码" }).click();
  await expect(page.getByRole("heading", { name: /银行转账/ })).toBeVisible();
  await expect(page.getByText("等待到账", { exact: true })).toBeVisible();
  await expect(page.getByRole("img", { name: "含收款人、账号、金额与附言码的二维码" })).toBeVisible();
  const transfer = page.url();

  await page.goto("/p/payments");
  await expect(page.getByText("等待到账", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  // The same item is paid through a provider instead.
  await page.goto("/p/pay?currency=CNY");
  await page.getByRole("button", { name: "全不选" }).click();
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: /^支付 ¥/ }).click();
  await page.getByRole("button", { name: "支付成功" }).click();
  await expect(page.getByText("已支付", { exact: true })).toBeVisible({ timeout: 15_000 });

  await page.goto(transfer);
  await expect(page.getByText("这些项目已通过其他方式结清，请勿再转账。")).toBeVisible();
  await expect(page.getByText("账号", { exact: true })).toHaveCount(0);
  await expect(page.getByRole("img", { name: "含收款人、账号、金额与附言码的二维码" })).toHaveCount(0);
});

test("a statement is paid in two lines, and it, the open items and the staff's page say so", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("portal", "c1024.finance", "/p/statements", { phone: true });
  await page.getByRole("main").getByRole("link", { name: /ST-/ }).first().click();
  await page.waitForURL(/\/p\/s\/[\w-]{36}$/);
  const statement = page.url();
  await page.getByRole("main").getByRole("link", { name: "付款", exact: true }).click();
  await page.waitForURL(`${statement}/pay`);

  // The first of its lines whole, and a part of the second.
  await page.getByRole("button", { name: "全不选" }).click();
  await expect(page.getByTestId("pay-total")).toHaveText("—");
  const lines = page
    .getByRole("main")
    .getByRole("listitem")
    .filter({ has: page.getByRole("checkbox"), hasNotText: /有异议|正在另一笔付款中/ });
  const numberOf = async (at: number) => (await lines.nth(at).locator("label .break-all").textContent()) ?? "";
  const [whole, part] = [await numberOf(0), await numberOf(1)];
  await lines.nth(0).getByRole("checkbox").check();
  const total = page.getByTestId("pay-total");
  await expect(page.getByRole("button", { name: /^支付 ¥/ })).toBeEnabled(); // the total is of what is chosen now
  const ofWhole = (await total.textContent()) ?? "";
  await lines.nth(1).getByRole("button", { name: "部分付款" }).click();
  await page.getByLabel("结清金额").fill("45.60");
  await page.getByRole("button", { name: "确定" }).click();
  await expect(total).not.toHaveText(ofWhole);
  await expect(page.getByRole("button", { name: /^支付 ¥/ })).toBeEnabled();
  const amount = (await total.textContent()) ?? "";
  const cents = (shown: string) => Math.round(Number(shown.replace(/[¥,]/g, "")) * 100);
  expect(cents(amount) - cents(ofWhole)).toBe(4560);
  await page.getByRole("button", { name: `支付 ${amount}` }).click();
  await page.getByRole("button", { name: "支付成功" }).click();
  await expect(page.getByText("已支付", { exact: true })).toBeVisible({ timeout: 15_000 });
  const receipt = (await page.getByRole("link", { name: /^RC/ }).textContent()) ?? "";
  const payment = new URL(page.url()).pathname;

  // Back at the statement it stands as paid, and leads to the payment and its items.
  await page.getByRole("link", { name: "返回对账单" }).click();
  await expect(page).toHaveURL(statement);
  const paidHere = page.getByRole("link", { name: new RegExp(`已支付 ${amount}`) });
  await expect(paidHere).toBeVisible();
  await page.getByRole("button", { name: "动态与文件" }).click();
  await expect(paidHere).toHaveCount(1);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await paidHere.click();
  await expect(page).toHaveURL(new RegExp(`${payment}$`));
  for (const [number, standing] of [
    [whole, "已核销"],
    [part, "部分核销"],
  ] as const) {
    await page.goto(payment);
    await page.getByRole("link", { name: number }).click();
    await expect(page.getByRole("heading", { name: number })).toBeVisible();
    await expect(page.getByText(standing, { exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: receipt }).first()).toBeVisible();
  }
  await page.goto(`/p/documents?view=items&q=${part}`);
  await expect(page.getByRole("link", { name: part })).toBeVisible();
  await page.goto(`/p/documents?view=items&q=${whole}`);
  await expect(page.getByText("没有符合条件的记录")).toBeVisible();

  const staff = await visit("backoffice", "wang.min", payment.replace("/p/pay", "/console/payments"));
  await expect(staff.getByText("已支付", { exact: true }).first()).toBeVisible();
  const items = staff.getByRole("listitem");
  await expect(items.filter({ hasText: whole }).getByText(ofWhole)).toBeVisible();
  await expect(items.filter({ hasText: part }).getByText("¥45.60")).toBeVisible();
  await staff.getByRole("link", { name: receipt }).first().click();
  await expect(staff.getByRole("heading", { name: receipt })).toBeVisible();
  for (const number of [whole, part]) await expect(staff.getByRole("link", { name: number }).first()).toBeVisible();
});
