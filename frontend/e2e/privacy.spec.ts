import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

test("a contact is pseudonymised when two people agree, and only the pseudonym is left", async ({ visit }) => {
  test.setTimeout(120_000);
  const asks = await visit("backoffice", "zhao.lei", "/console/customers?q=C-1043");
  await asks.getByRole("link", { name: /./ }).and(asks.locator("tbody a")).first().click();
  await asks.getByRole("navigation", { name: "页面内容" }).getByRole("button", { name: "联系人" }).click();
  await asks
    .getByRole("link", { name: / 的个人信息$/ })
    .first()
    .click();
  await expect(asks.getByRole("heading", { name: "将被替换为假名或删除" })).toBeVisible();
  await expect(asks.getByText("姓名、邮箱、电话与登录身份")).toBeVisible();
  await asks.getByRole("button", { name: "申请假名化" }).click();
  await asks.getByLabel("原因").fill("本人已离职并提出申请");
  await asks.getByRole("dialog").getByRole("button", { name: "申请假名化" }).click();
  await expect(asks.getByText("须由另一人决定")).toBeVisible();
  await expectAccessible(asks);
  await asks.setViewportSize({ width: 390, height: 800 });
  await expectNoSidewaysScroll(asks);

  const decides = await visit("backoffice", "zhou.jie", "/console/settings/personal-data");
  await decides.getByRole("button", { name: /^批准：/ }).click();
  await decides.getByRole("dialog").getByRole("button", { name: "批准" }).click();
  await expect(decides.getByText("已假名化", { exact: true })).toBeVisible();
  await expect(decides.getByRole("link", { name: /^P-[0-9A-F]{10}$/ })).toBeVisible();
});
