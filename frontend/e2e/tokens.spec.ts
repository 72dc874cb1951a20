import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

// An administrator makes a token for the ERP, which reads with it and does nothing else, and ends it.
test("the organization's ERP reads by a token", async ({ visit, site, request }) => {
  const page = await visit("backoffice", "zhou.jie", "/console/settings/tokens");
  for (const language of ["en", "zh-CN"] as const) {
    await speak(page, language);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await page.getByRole("button", { name: "新建令牌" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("用途").fill("用友 U8 读取");
  await dialog.getByLabel("接收事件").check();
  await dialog.getByRole("button", { name: "新建令牌" }).click();
  const secret = (await page.getByTestId("token-secret").textContent()) ?? "";
  expect(secret).toMatch(/^hefu_s_[0-9A-Za-z]{40}$/);
  await dialog.getByRole("button", { name: "已保存" }).click();

  const headers = { Authorization: `Bearer ${secret}` };
  const at = `${site.url}/api/backoffice/v1`;
  expect((await request.get(`${at}/statements?limit=5`, { headers })).status()).toBe(200);
  expect((await request.get(`${at}/events?limit=5`, { headers })).status()).toBe(200);
  expect((await request.get(`${at}/imports`, { headers })).status()).toBe(403);
  expect((await request.post(`${at}/tokens`, { headers, data: {} })).status()).toBe(403);

  await page.reload();
  await expect(page.getByText("最近使用").first()).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.getByRole("button", { name: "撤销: 用友 U8 读取" }).first().click();
  await dialog.getByRole("button", { name: "撤销" }).click();
  await expect(dialog).toBeHidden(); // the demo has another revoked token: its word alone says nothing of this one
  await expect(page.getByText("已撤销").first()).toBeVisible();
  expect((await request.get(`${at}/statements`, { headers })).status()).toBe(401);
});
