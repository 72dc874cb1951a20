import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

const maker = "华东精密机械（苏州）有限公司";
const sister = "苏州华东智能装备有限公司";

test("who works for two organizations switches between their books, and nobody else is offered it", async ({
  visit,
}) => {
  const one = await visit("backoffice", "wang.min", "/console");
  await expect(one.locator("header").getByText(maker)).toBeVisible();
  await expect(one.getByLabel(/^切换账套/)).toHaveCount(0);

  const page = await visit("backoffice", "xu.fang", "/console/customers");
  await expect(page.getByText("C-1001").first()).toBeVisible();
  await page.locator("header summary").filter({ hasText: maker }).click();
  await page.locator("header details button").filter({ hasText: sister }).click();
  await expect(page.locator("header").getByText(sister).first()).toBeVisible();
  await page.goto("/console/customers");
  await expect(page.getByText("Z-3001").first()).toBeVisible();
  await expect(page.locator("tbody tr")).toHaveCount(8);
  await expectAccessible(page);
  await page.goto("/console/statements?q=C-10");
  await expect(page.getByText("C-1001")).toHaveCount(0);
});

test("a customer of two sellers sees both balances apart and goes from one to the other", async ({ visit }) => {
  const page = await visit("portal", "han.mei", "/p", { phone: true });
  const accounts = page.locator("section", { has: page.getByRole("heading", { name: "您的全部往来账户" }) });
  await expect(accounts.getByRole("listitem")).toHaveCount(2);
  const here = accounts.getByRole("listitem").filter({ hasText: maker });
  const there = accounts.getByRole("listitem").filter({ hasText: sister });
  await expect(here.getByText("当前")).toBeVisible();
  const [mine, theirs] = [
    await here.locator(".num").first().textContent(),
    await there.locator(".num").first().textContent(),
  ];
  expect(mine).not.toEqual(theirs);
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expectNoSidewaysScroll(page);
  }
  await expectAccessible(page);
  await there.getByRole("button").click();
  await expect(page.locator("header a").getByText(sister)).toBeVisible();
  await expect(there.getByText("当前")).toBeVisible();
  await expect(here.locator(".num").first()).toHaveText(mine ?? "");
  await speak(page, "en");
  await expect(page.getByRole("heading", { name: "All your accounts" })).toBeVisible();
  await speak(page, "zh-CN");
});
