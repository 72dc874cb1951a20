import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

const pages = [
  "",
  "/disputes",
  "/runs",
  "/runs/new",
  "/statements",
  "/aging",
  "/customers",
  "/documents",
  "/imports",
  "/drafts",
  "/drafts/new",
  "/reports",
  "/periods",
  "/settings/statements",
];

for (const language of ["zh-CN", "en"] as const) {
  test(`the back office reads well: ${language}`, async ({ visit }) => {
    test.setTimeout(300_000);
    const page = await visit("backoffice", "wang.min", "/console", { dark: language === "en" });
    await speak(page, language);
    for (const path of pages) {
      await page.goto(`/console${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("status", { name: /正在加载|Loading/ })).toHaveCount(0);
      await expectAccessible(page);
      for (const width of [1440, 1024, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await expectNoSidewaysScroll(page);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    await speak(page, "zh-CN");
  });
}

test("walks the disputes by keyboard, and leaves the keys to who is typing", async ({ visit }) => {
  const page = await visit("backoffice", "wang.min", "/console/disputes");
  await expect(page.locator("[data-dispute][aria-current]")).toBeVisible();
  await page.keyboard.press("j");
  await expect(page).toHaveURL(/id=/);
  const second = page.url();
  await page.keyboard.press("j");
  await expect(page).not.toHaveURL(second);
  await page.keyboard.press("k");
  await expect(page).toHaveURL(second);

  await page.keyboard.press("r");
  await expect(page.getByLabel("回复")).toBeFocused();
  await page.keyboard.type("jjk");
  await expect(page.getByLabel("回复")).toHaveValue("jjk");
  await expect(page).toHaveURL(second);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "键盘快捷键" })).toBeVisible();
  await expectAccessible(page);
});

test("shows one pane after the other where there is no room for three", async ({ visit }) => {
  const page = await visit("backoffice", "wang.min", "/console/disputes");
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.getByRole("button", { name: /处理结论/ }).click();
  await expect(page.getByRole("dialog", { name: "处理结论" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test("drills from a cell of the aging to its items", async ({ visit }) => {
  const page = await visit("backoffice", "wang.min", "/console/aging");
  const cell = page.locator("tbody td a").first();
  await cell.click();
  await expect(page.getByRole("dialog")).toContainText("未结项目");
  await expect(page).toHaveURL(/bucket=/);
  await expectAccessible(page);
});

test("previews a run before anything is made", async ({ visit }) => {
  const page = await visit("backoffice", "wang.min", "/console/runs/new");
  await page.getByRole("button", { name: "预览" }).click();
  await expect(page.getByText(/将为 .* 个客户生成|没有需要生成的对账单/)).toBeVisible();
});
