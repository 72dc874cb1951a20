import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

test("a receipt that somebody else paid is flagged to the accountant and released by the supervisor", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const clerk = await visit("backoffice", "wang.min", "/console/bank/waiting?tab=flags");
  const row = clerk.getByRole("row", { name: /陈国强/ });
  await expect(row).toContainText("待核对");
  await expectAccessible(clerk);
  await clerk.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(clerk);
  await clerk.goto("/console/bank/waiting?tab=flags&state=released");
  await expect(clerk.getByText("委托付款书 WT-017，双方盖章件已核对")).toBeVisible();
  await speak(clerk, "en");
  await expect(clerk.getByText("To be checked")).toBeVisible();
  await expectAccessible(clerk);
  await speak(clerk, "zh-CN");

  const chief = await visit("backoffice", "zhao.lei", "/console?section=payers_flagged");
  await chief.getByRole("link", { name: /陈国强/ }).click();
  const card = chief.getByRole("region", { name: "付款人与客户不符" });
  await expect(card).toContainText("陈国强");
  const receipt = new URL(chief.url()).pathname;

  // Who booked it may look, and is told why not more.
  await clerk.goto(receipt);
  const own = clerk.getByRole("region", { name: "付款人与客户不符" });
  await expect(own.getByRole("button", { name: "放行" })).toBeDisabled();

  await card.getByRole("button", { name: "放行" }).click();
  const dialog = chief.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "放行" })).toBeDisabled();
  await dialog.getByLabel("放行依据").fill("法定代表人代付，委托书 WT-018");
  await dialog.getByRole("button", { name: "放行" }).click();
  await expect(card).toContainText("法定代表人代付，委托书 WT-018");
  await expectAccessible(chief);
  await chief.goto("/console/bank/waiting?tab=flags&state=released");
  await expect(chief.getByRole("row", { name: /陈国强/ })).toContainText("已放行");
});
