import { expect, expectReadable, test } from "./fixtures";

for (const [language, words] of [
  ["zh-CN", { title: "核验已签署的文件", button: "核验", unsigned: "无法确认", other: "English" }],
  ["en", { title: "Check a signed document", button: "Check", unsigned: "Cannot be confirmed", other: "中文" }],
] as const) {
  test(`tells a stranger whether a document is signed, without an account: ${language}`, async ({ browser, site }) => {
    const context = await browser.newContext({ locale: language, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto(`${site.url}/verify?lang=${language}`);
    await expect(page.getByRole("heading", { name: words.title })).toBeVisible();
    await expectReadable(page, { who: "", phone: true, language, dark: false, title: language });
    await page.locator("input[type=file]").setInputFiles({
      name: "printed.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.4 not signed"),
    });
    await page.getByRole("button", { name: words.button }).click();
    await expect(page.getByTestId("verdict")).toContainText(words.unsigned);
    await expectReadable(page, { who: "", phone: true, language, dark: false, title: language });
    await page.getByRole("link", { name: words.other }).click();
    await expect(page.getByRole("heading", { name: words.title })).toBeHidden();
    await context.close();
  });
}
