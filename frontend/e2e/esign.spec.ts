import { execFileSync } from "node:child_process";
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

const hefu = process.env.HEFU_BIN ?? "hefu";

// INT-06: the demo's C-1018 has begun to sign at the provider; it begins anew, signs there, and both sides see it.
test("a customer signs at the e-sign provider, which is given the digest alone", async ({ visit }) => {
  test.setTimeout(180_000);
  const signer = await visit("portal", "c1018.finance", "/p/finalizations", { phone: true });
  await signer.getByRole("main").getByRole("link", { name: /ST-/ }).first().click();
  const title = signer.getByRole("heading", { level: 1 });
  await expect(title).toHaveText(/ST-/);
  const no = (await title.textContent()) ?? "";
  await expect(signer.getByRole("button", { name: "改用其他方式" })).toBeVisible();
  await expectAccessible(signer);
  await signer.getByRole("button", { name: "改用其他方式" }).click();
  await signer.getByRole("checkbox").check();
  await signer.getByText(/^改用演示电子签/).click();
  const ask = signer.getByRole("button", { name: /^前往演示电子签/ });
  for (const width of [320, 390]) {
    await signer.setViewportSize({ width, height: 844 });
    await expectNoSidewaysScroll(signer);
  }
  await ask.click();
  const go = signer.getByRole("link", { name: /^去演示电子签/ });
  await expect(go).toBeVisible({ timeout: 60_000 });
  await expectAccessible(signer);
  await speak(signer, "en");
  await expect(signer.getByRole("link", { name: /^Continue at / })).toBeVisible();
  await expectNoSidewaysScroll(signer);
  await speak(signer, "zh-CN");
  await go.click();
  await expect(signer.getByRole("heading", { name: "演示电子签" })).toBeVisible();
  await expectAccessible(signer);
  await signer.getByRole("button", { name: "签署", exact: true }).click();
  await expect(signer.getByText("双方已签").first()).toBeVisible({ timeout: 60_000 });

  const accountant = await visit("backoffice", "wang.min", `/console/statements?q=${no}`);
  await accountant.getByRole("main").getByRole("link", { name: no }).first().click();
  await expect(accountant.getByText(/已在平台签署/)).toBeVisible();
  const file = join(mkdtempSync(join(tmpdir(), "esign-")), "signed.pdf");
  const [coming] = await Promise.all([
    signer.waitForEvent("download"),
    signer.getByRole("link", { name: "下载签章文件" }).first().click(),
  ]);
  await coming.saveAs(file);
  const supervisor = await visit("backoffice", "zhao.lei", "/console/settings/signing");
  await expect(supervisor.getByRole("heading", { name: /演示电子签/ })).toBeVisible();
  await expectAccessible(supervisor);
  await supervisor.goto("/verify");
  await supervisor.locator('input[type="file"]').setInputFiles(file);
  await supervisor.locator("form button").first().click();
  await expect(supervisor.getByTestId("verdict")).toHaveAttribute("data-verdict", "valid");
});

test("a customer signs with its own certificate, outside, and brings the file", async ({ visit, staff }) => {
  test.setTimeout(180_000);
  const chief = await staff("zhao.lei");
  const prepared = await chief<{ items: { id: string; statement_no: string; customer: { code: string } }[] }>(
    "GET",
    "/finalizations?state=to_sign",
  );
  const found = prepared.items.find((it) => it.customer.code === "C-1026");
  if (!found) throw new Error("the demo has prepared nothing for C-1026");
  const { sha256 } = await chief<{ sha256: string }>("GET", `/finalizations/${found.id}`);
  await chief("POST", `/finalizations/${found.id}/signature`, { sha256, agreed: true });

  const signer = await visit("portal", "c1026.finance", `/p/finalizations/${found.id}`);
  await signer.getByText("改用贵公司自己的证书签署").click();
  const [coming] = await Promise.all([
    signer.waitForEvent("download"),
    signer.getByRole("link", { name: "下载签章文件" }).click(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), "own-"));
  const at = (name: string) => join(folder, name);
  await coming.saveAs(at("sellers.pdf"));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  openssl(
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/O=Licensed/CN=Li Hui"],
    ...["-keyout", at("key.pem"), "-out", at("certificate.pem")],
  );
  openssl(
    ...["pkcs12", "-export", "-inkey", at("key.pem"), "-in", at("certificate.pem"), "-out", at("key.p12")],
    ...["-passout", "pass:secret"],
  );
  writeFileSync(at("password"), "secret\n");
  execFileSync(hefu, [
    ...["sign-document", at("sellers.pdf"), "--key", at("key.p12"), "--password-file", at("password")],
    ...["-o", at("signed.pdf")],
  ]);
  const send = signer.getByRole("button", { name: "上传已签名的文件" });
  await signer.getByRole("checkbox").check();
  await signer.getByLabel("选择已签名的 PDF").setInputFiles(at("sellers.pdf"));
  await send.click();
  await expect(signer.getByRole("alert")).toBeVisible(); // nobody has signed that one
  await signer.getByLabel("选择已签名的 PDF").setInputFiles(at("signed.pdf"));
  await expectAccessible(signer);
  await send.click();
  await expect(signer.getByText("双方已签").first()).toBeVisible();
});

test("the whole history of a customer is made as one file", async ({ visit }) => {
  test.setTimeout(180_000);
  const page = await visit("backoffice", "wang.min", "/console/archive");
  const card = page.locator("main").filter({ hasText: "客户全部历史" });
  await card.getByRole("searchbox", { name: /按编号或名称查找/ }).fill("C-1018");
  await card.getByRole("button", { name: /C-1018/ }).click();
  await card.getByRole("button", { name: "开始打包" }).click();
  const download = page.getByRole("list", { name: "客户全部历史" }).getByRole("link").first();
  await expect(download).toBeVisible({ timeout: 120_000 });
  await expectAccessible(page);
  const file = join(mkdtempSync(join(tmpdir(), "history-")), "history.zip");
  const [coming] = await Promise.all([page.waitForEvent("download"), download.click()]);
  await coming.saveAs(file);
  expect(statSync(file).size).toBeGreaterThan(10_000);
  expect(execFileSync("unzip", ["-l", file], { encoding: "utf8" })).toMatch(/SHA256SUMS/);
});
