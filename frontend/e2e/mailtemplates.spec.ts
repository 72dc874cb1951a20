import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

// The supervisor changes a mail's words, sees what is wrong with them, looks at the mail and has it sent to herself; then a version is made.
test("a mail's words are changed, looked at and tried", async ({ visit, site }) => {
  const page = await visit("backoffice", "zhao.lei", "/console/settings/mails");
  await expectAccessible(page);
  await page.getByRole("link", { name: /^异议已解决（中文）/ }).click();
  const body = page.getByLabel("正文");
  const picture = page.frameLocator("iframe");
  await expect(picture.getByRole("heading", { name: "异议已解决" })).toBeVisible();
  await expect(picture.getByRole("heading")).toHaveCSS("font-size", "20px"); // as the mail has it, against the page's policy

  await body.fill("{收件人}，您好：\n\n余额 {余额}\n{按钮}");
  await expect(page.getByText("第 3 行：这封邮件里没有「余额」这个占位")).toBeVisible();
  await expect(page.getByText("「金额表」不能去掉")).toBeVisible();
  await expect(page.getByRole("button", { name: "试发给我" })).toBeDisabled();

  const thanks = `感谢您的耐心 <b>。</b>${Date.now()}`; // words that nobody kept before
  await body.fill(`{收件人}，您好：\n\n${thanks}\n`);
  for (const block of ["{金额表}", "{按钮}"]) await page.getByRole("button", { name: block, exact: true }).click();
  await expect(picture.getByText(thanks)).toBeVisible();
  await page.getByRole("button", { name: "试发给我" }).click();
  await expect(page.getByText(/测试邮件正在发往/)).toBeVisible();

  await page.getByLabel("修改原因").fill("致谢");
  await page.getByRole("button", { name: /^保存为第 \d+ 版$/ }).click();
  await expect(page.getByText("已保存，之后的邮件按新措辞发送")).toBeVisible();
  await expect(page.getByText("使用中")).toBeVisible();
  await page.getByRole("button", { name: "纯文本" }).click(); // axe cannot look into a frame that runs no scripts
  await expect(page.locator("pre").getByText(thanks)).toBeVisible();
  for (const language of ["zh-CN", "en"] as const) {
    await speak(page, language);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await speak(page, "zh-CN");

  await page.goto(`${site.url}/dev/outbox?q=${encodeURIComponent("【测试】异议")}`);
  await expect(async () => {
    await page.reload();
    await expect(page.locator("ul.mails a").filter({ hasText: "【测试】异议" }).first()).toBeVisible({
      timeout: 1_000,
    });
  }).toPass({ timeout: 60_000 });
});
