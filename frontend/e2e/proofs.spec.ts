import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { paper } from "./papers";

interface Policies {
  versions: { version: number; proofs?: Record<string, string> }[];
}

test("a document without proof is found before sending, gets its delivery note, and the customer opens it", async ({
  visit,
  staff,
}) => {
  test.setTimeout(180_000);
  const supervisor = await staff("zhao.lei");
  const { versions } = await supervisor<Policies>("GET", "/cycle-policy");
  const newest = versions[0];
  const policy = Object.fromEntries(
    Object.entries(newest ?? {}).filter(([key]) => !/^(id|version|reason|created_)/.test(key)),
  );
  await supervisor("POST", "/cycle-policy", {
    based: newest?.version ?? 0,
    reason: "应收单须有签收单",
    policy: { ...policy, proofs: { ...newest?.proofs, receivable: "file" } },
  });

  const page = await visit("backoffice", "wang.min", "/console/runs/new");
  await page.getByRole("button", { name: "预览" }).click();
  const check = page.getByRole("group").filter({ hasText: "单据缺少所需的凭证" });
  await expect(check).toBeVisible();
  await check.evaluate((it: HTMLDetailsElement) => {
    it.open = true;
  });
  const all = check.getByRole("button", { name: /^\+\d+/ }).first();
  await all.click();
  const named = page.getByRole("dialog").getByRole("listitem").getByRole("link");
  await expect(named.first()).toBeVisible();
  expect(await named.count()).toBeGreaterThan(10);
  await expectAccessible(page);
  const number = (await named.first().textContent()) ?? "";
  await named.first().click();

  await expect(page.getByRole("heading", { name: number })).toBeVisible();
  const document = new URL(page.url()).pathname.split("/").pop();
  await page.getByRole("button", { name: "上传凭证" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("文件").setInputFiles({ name: "签收单.pdf", mimeType: "application/pdf", buffer: paper });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "上传凭证" }).click();
  await expect(page.getByRole("link", { name: "查看 签收单.pdf" })).toBeVisible();
  await expectAccessible(page);

  await page.goto("/console/runs/new");
  await page.getByRole("button", { name: "预览" }).click();
  await expect(check).toBeVisible();
  await expect(check).not.toContainText(number);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);

  const { customer } = await supervisor<{ customer: { code: string } }>("GET", `/documents/${document}`);
  const subject = `${customer.code.replace("-", "").toLowerCase()}.finance`;
  const portal = await visit("portal", subject, `/p/documents/${document}`, { phone: true });
  const proof = portal.getByRole("link", { name: "查看 签收单.pdf" });
  await expect(proof).toBeVisible();
  await expectAccessible(portal);
  await expectNoSidewaysScroll(portal);
  const taken = portal.waitForEvent("download");
  await proof.click();
  expect((await taken).suggestedFilename()).toBe("签收单.pdf");
});
