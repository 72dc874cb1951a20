import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

// A mail is read where development catches it, and its link leads to the statement.
test("a mail is read in the outbox and its link followed", async ({ page, site }) => {
  await page.goto(`${site.url}/dev/outbox?q=${encodeURIComponent("finance@c1001.example")}`);
  const mails = page.locator("ul.mails a").filter({ hasText: "请于" });
  await expect(async () => {
    await page.reload();
    await expect(mails.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await mails.first().click();
  const letter = page.frameLocator("iframe");
  await expect(letter.getByRole("heading", { name: "请核对您的对账单" })).toBeVisible();
  await expect(page.locator("iframe")).toHaveAttribute("sandbox", "allow-top-navigation-by-user-activation");
  const link = letter.getByRole("link", { name: "查看并确认" });
  await expect(link).toHaveAttribute("href", /\/p\/l\/[\w-]{43}$/);
  await link.click();
  await page.waitForURL((url) => !url.pathname.startsWith("/dev/"));
});

test("staff see who was told, and send a failed mail again", async ({ visit }) => {
  const page = await visit("backoffice", "wang.min", "/console/deliveries?state=failed");
  const failed = page.getByRole("row").filter({ hasText: "buyer@c1005.invalid" }).first();
  await expect(async () => {
    await page.reload();
    await expect(failed).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expect(failed).toContainText("550 5.1.2");
  for (const language of ["zh-CN", "en"] as const) {
    await speak(page, language);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await failed.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("On its way again")).toBeVisible();
  await speak(page, "zh-CN"); // the language is the person's, and others come after
});

test("a webhook's secret is shown once", async ({ visit }) => {
  const page = await visit("backoffice", "zhao.lei", "/console/settings/notices");
  await page.getByRole("button", { name: "添加渠道" }).click();
  await page.getByLabel("名称").fill("ERP");
  await page.getByLabel("地址").fill("https://127.0.0.1/hooks");
  const add = page.getByRole("dialog").getByRole("button", { name: "添加" });
  await add.click();
  await expect(page.getByRole("dialog")).toContainText("内部网络");
  await page.getByLabel("地址").fill("https://erp.example.com/hooks");
  await add.click();
  await expect(page.getByText(/^whsec_/)).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "关闭" }).last().click();
  await expect(page.getByText("https://erp.example.com/hooks").first()).toBeVisible();
  await expect(page.getByText(/^whsec_/)).toHaveCount(0);
  await expectAccessible(page);
});
