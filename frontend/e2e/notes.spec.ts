import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

test("an accountant collects a note that is due, from the work list to the document", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "wang.min", "/console/notes?state=due");
  await page.getByRole("link", { name: "1104410000388" }).click();
  const card = page.getByRole("region", { name: "应收票据" });
  await expect(card).toContainText("已到期");
  await expectAccessible(page);
  await card.getByRole("button", { name: "登记兑付" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("银行流水号").fill("TS-20260001");
  await dialog.getByRole("button", { name: "登记兑付" }).click();
  await expect(card).toContainText("已兑付");
  await expect(card).toContainText("TS-20260001");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});
