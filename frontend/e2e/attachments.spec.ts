import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { paper, photo } from "./papers";

// A photograph of a delivery note, a receipt as PDF, and a note that only colleagues see: one conversation through two browsers.

test("a dispute with a photograph is answered with a PDF, and a note stays among staff", async ({ visit }) => {
  test.setTimeout(150_000);
  const customer = await visit("portal", "c1001.finance", "/p", { phone: true });
  await customer
    .getByRole("link", { name: /请核对并确认对账单/ })
    .first()
    .click();
  await customer.getByRole("button", { name: /^待确认/ }).click();
  await customer.getByRole("checkbox").nth(1).check();
  await customer.getByRole("button", { name: "提出异议" }).click();
  await customer.getByLabel("数量不符").check();
  await customer.getByLabel("说明").fill("实收少两件，附送货单照片。");
  await expect(customer.getByRole("button", { name: "拍照" })).toBeVisible();
  await customer.locator("[data-files]").setInputFiles([
    { name: "送货单.png", mimeType: "image/png", buffer: photo(900, 1200) },
    { name: "照片.heic", mimeType: "image/heic", buffer: Buffer.from("x") },
  ]);
  await expect(customer.getByText("请把 HEIC 照片存为 JPEG 后再上传。")).toBeVisible();
  await customer.getByRole("button", { name: "移除 照片.heic" }).click();
  await expectAccessible(customer);
  await expectNoSidewaysScroll(customer);
  await customer.getByRole("button", { name: "下一步" }).click();
  await customer.getByRole("button", { name: "提交异议" }).click();
  const sent = customer.getByRole("dialog", { name: "异议已提交" });
  await expect(sent.getByText("1 个附件已上传。")).toBeVisible();
  const disputeNo = (await sent.locator("strong").first().textContent())?.trim() ?? "";
  await sent.getByRole("link", { name: "查看异议" }).click();
  await expect(customer.getByRole("button", { name: "查看图片 送货单.png" })).toBeVisible();
  const disputePage = new URL(customer.url()).pathname;
  await customer.goto("/p");

  const staff = await visit("backoffice", "wang.min", `/console/disputes?view=all&q=${encodeURIComponent(disputeNo)}`);
  const thread = staff.getByRole("list", { name: "沟通记录" });
  await thread.getByRole("button", { name: "查看图片 送货单.png" }).click();
  const large = staff.getByRole("dialog", { name: "送货单.png" }).getByRole("img", { name: "送货单.png" });
  await expect.poll(() => large.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(900);
  await staff.keyboard.press("Escape");

  await staff.getByLabel("回复").fill("已核对，请见签收单。");
  await staff.locator("[data-files]").setInputFiles({ name: "签收单.pdf", mimeType: "application/pdf", buffer: paper });
  await staff.getByRole("button", { name: "发送" }).click();
  await expect(thread.getByRole("link", { name: /签收单\.pdf/ })).toBeVisible();
  await staff.getByLabel(/内部备注，/).check();
  await staff.getByLabel("回复").pressSequentially("仓库漏发，下次注意。@");
  await staff.getByRole("listbox", { name: "同事" }).getByRole("option").first().click();
  await staff
    .locator("[data-files]")
    .setInputFiles({ name: "仓库内部记录.csv", mimeType: "text/csv", buffer: Buffer.from("单号,数量\n1,2\n") });
  await staff.getByRole("button", { name: "添加备注" }).click();
  await expect(thread.getByText(/已提醒/)).toBeVisible();
  await expect(thread.getByRole("link", { name: /仓库内部记录/ })).toBeVisible();
  await expectAccessible(staff);
  const internal = await thread.getByRole("link", { name: /仓库内部记录/ }).getAttribute("href");

  await customer.reload();
  const place = customer.getByRole("navigation").getByRole("link", { name: /异议/ }).last();
  await expect(place).toContainText("未读");
  const unread = async () => Number(/(\d) 条未读/.exec((await place.textContent()) ?? "")?.[1] ?? 0);
  const before = await unread();
  await customer.goto(disputePage);
  const seen = customer.getByRole("list", { name: "沟通记录" });
  await expect(seen.getByText("已核对，请见签收单。")).toBeVisible();
  await expect(seen.getByText("仓库漏发")).toHaveCount(0);
  await expect(seen.getByText("仓库内部记录")).toHaveCount(0);
  await expect(customer.getByText("卖方已回复，请查看")).toBeVisible();
  const [download] = await Promise.all([
    customer.waitForEvent("download"),
    seen.getByRole("link", { name: /签收单\.pdf/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("签收单.pdf");
  const stolen = await customer.request.get(internal?.replace("/backoffice/", "/portal/") ?? "");
  expect(stolen.status()).toBe(404);
  await expectAccessible(customer);
  await expectNoSidewaysScroll(customer);
  await expect.poll(unread).toBe(before - 1);

  await staff.reload();
  await expect(thread.getByText(/已读/).first()).toBeVisible();
});
