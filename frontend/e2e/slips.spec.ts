import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

// A grey picture of two by two pixels: a slip that says nothing by itself.
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNoaGBoaAAABgYCASzBUNcAAAAASUVORK5CYII=",
  "base64",
);

test("an accountant finds a slip by its number, opens it from the receipt, and types what a picture says", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const page = await visit("backoffice", "wang.min", "/console/bank/slips?state=matched");
  const filed = page.getByRole("row").nth(1);
  await expect(filed).toBeVisible();
  await expectAccessible(page);
  await filed.getByRole("button").click();
  const slip = page.getByRole("dialog");
  await expect(slip.getByText("按回单编号自动归档")).toBeVisible();
  await expectAccessible(page);
  await slip.getByRole("link", { name: /^RC/ }).click();
  await expect(page.getByRole("region", { name: "银行回单" }).getByRole("button")).toBeVisible();
  await expectAccessible(page);

  await page.goto("/console/bank/slips?state=waiting");
  await expect(page.getByRole("row").nth(1)).toBeVisible(); // the list has come, so that the upload asks for it anew
  await page.locator("input[type=file]").setInputFiles({ name: "拍照.png", mimeType: "image/png", buffer: picture });
  await expect(page.getByText(/已上传 1 份/)).toBeVisible();
  await page.getByRole("button", { name: "拍照.png" }).click();
  await page.getByRole("button", { name: "更正内容" }).click();
  await page.getByRole("dialog").getByLabel("金额").fill("987654.32");
  await page.getByRole("dialog").getByLabel("付款人", { exact: true }).fill("苏州远方机电有限公司");
  await page.getByRole("button", { name: "保存并匹配" }).click();
  await expect(page.getByRole("dialog").getByText("¥987,654.32")).toBeVisible();
  await expect(page.getByText(/没有找到金额或编号相符/)).toBeVisible();
  await page.goto("/console/bank/slips?amount=987654.32");
  await expect(page.getByRole("button", { name: "苏州远方机电有限公司" })).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await speak(page, "en");
  await expect(page.getByRole("heading", { name: "Bank slips" })).toBeVisible();
  await speak(page, "zh-CN");
});
