import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

/** Every tab of a customer's page, on a desktop and on a phone; each figure of the head leads to what it is made of. */
for (const language of ["zh-CN", "en"] as const) {
  test(`a customer's page shows every side of the account: ${language}`, async ({ visit }) => {
    test.setTimeout(180_000);
    const page = await visit("backoffice", "wang.min", "/console/customers", { language });
    await page.getByRole("main").getByRole("table").locator("tbody a").first().click();
    const tabs = page.getByRole("navigation", { name: language === "en" ? "Parts of the page" : "页面内容" });
    await expect(tabs).toBeVisible();
    const count = await tabs.getByRole("button").count();
    expect(count).toBeGreaterThanOrEqual(11);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (let i = 0; i < count; i++) {
        await tabs.getByRole("button").nth(i).click();
        await expect(tabs.getByRole("button").nth(i)).toHaveAttribute("aria-current", "true");
        await expect(page.getByRole("main").locator("[aria-busy=true]")).toHaveCount(0);
        await expectNoSidewaysScroll(page);
        if (width === 1280) await expectAccessible(page);
      }
    }
    await speak(page, "zh-CN"); // others come as the same person
  });
}

test("a group of companies: declared by the supervisor, its balances by currency, and nobody else may declare one", async ({
  visit,
}) => {
  const page = await visit("backoffice", "zhao.lei", "/console/customers/groups");
  await page.getByRole("link", { name: "华东工控集团" }).click();
  await expect(page.getByRole("heading", { name: "华东工控集团", level: 1 })).toBeVisible();
  await expect(page.getByText("集团余额")).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  const other = await visit("backoffice", "wang.min", "/console/customers/groups");
  await expect(other.getByRole("link", { name: "华东工控集团" })).toBeVisible();
  await expect(other.getByRole("button", { name: "登记集团" })).toHaveCount(0);
  const auditor = await other.request.post("/api/backoffice/v1/customer-groups", { data: {} });
  expect(auditor.status()).toBeGreaterThanOrEqual(400);
});
