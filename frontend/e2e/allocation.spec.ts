import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

test("one settles by keys what a suggestion names, takes it back, and the second of two tabs is told", async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "wang.min", "/console/allocation");
  await page.getByPlaceholder("按编号或名称查找").fill("C-1045");
  await page.getByRole("button", { name: /C-1045/ }).click();
  await expect(page.getByRole("grid", { name: "收款与贷项（贷方）" })).toBeVisible();
  const { pathname, search } = new URL(page.url());
  const address = pathname + search;
  await page.keyboard.press("ArrowRight");
  await page
    .getByRole("grid", { name: "收款与贷项（贷方）" })
    .getByRole("row")
    .filter({ hasText: "货款 INV-" })
    .click();
  await page.getByRole("button", { name: "清除选择" }).click();
  await expect(page.getByText("附言中有单号")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("1");
  await expect(page.getByText("将核销", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "分录与明细" }).click();
  await expect(page.getByText("核销明细（1 对）")).toBeVisible();

  const other = await visit("backoffice", "zhao.lei", address);
  await other
    .getByRole("grid", { name: "收款与贷项（贷方）" })
    .getByRole("row")
    .filter({ hasText: "货款 INV-" })
    .click();
  await expect(other.getByText("附言中有单号")).toBeVisible();
  await other.keyboard.press("1");
  await expect(other.getByText("将核销", { exact: true })).toBeVisible();

  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("region", { name: "通知" }).getByText("已核销")).toBeVisible();
  await other.keyboard.press("Control+Enter");
  await expect(other.getByRole("alert")).toContainText("王敏");
  await other.getByRole("button", { name: "重新载入" }).click();

  await page.keyboard.press("z");
  await expect(page.getByText("已撤销").first()).toBeVisible();
  await page.getByRole("link", { name: "该客户的核销记录" }).click();
  await expect(page.getByRole("row").filter({ hasText: "已删除" }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("row").filter({ hasText: "已删除" }).getByRole("link").first().click();
  await expect(page.getByText("查看撤销")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(address);
  await expect(page.getByRole("grid").first()).toBeVisible();
  await expectNoSidewaysScroll(page);
});

test("a run says what it would settle and why before anything is settled", async ({ visit }) => {
  const page = await visit("backoffice", "wang.min", "/console/allocation/runs");
  await page.getByRole("button", { name: "试算全部客户" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("自动核销");
  await expect(page.getByText("待核销")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("金额正好等于一笔").first()).toBeVisible();
  await page.getByRole("button", { name: /^例外/ }).click();
  await expect(page.getByText("有多种可能").or(page.getByText("没有找到对应单据")).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "取消批次" }).click();
  await expect(page.getByText("已取消")).toBeVisible();
});
