import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, expectAccessible, expectNoSidewaysScroll, newestMail, test } from "./fixtures";

const run = promisify(execFile);

/** Runs a bundle's own script in its folder, in an environment without anything else. */
function check(folder: string): { status: number | null; said: string } {
  const ran = spawnSync("/bin/sh", ["verify.sh"], { cwd: folder, env: { PATH: "/usr/bin:/bin" }, encoding: "utf8" });
  return { status: ran.status, said: ran.stdout + ran.stderr };
}

// Agreed, prepared by one, signed by another, countersigned by the customer with a code from the mail; and the file proves it without the server.
test("an agreed statement is finalized by two people and countersigned, and the file proves both signatures", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const accountant = await visit("backoffice", "wang.min", "/console/statements?state=agreed&q=C-1029");
  await accountant.getByRole("main").getByRole("link", { name: /^ST-/ }).first().click();
  const title = accountant.getByRole("heading", { level: 1 });
  await expect(title).toHaveText(/ST-/);
  const no = /ST-[\d-]+/.exec((await title.textContent()) ?? "")?.[0] ?? "";
  await accountant.getByRole("button", { name: "准备定稿" }).click();
  await expectAccessible(accountant);
  await accountant.getByRole("dialog").getByRole("button", { name: "准备定稿" }).click();
  await expect(accountant.getByText("已准备，等待另一位同事签章。").first()).toBeVisible();
  await expect(accountant.getByRole("button", { name: "阅读并签章" })).toHaveCount(0);

  const supervisor = await visit("backoffice", "zhao.lei", "/console/finalizations?state=to_sign");
  await expectAccessible(supervisor);
  await supervisor.getByRole("main").getByRole("link", { name: no }).click();
  await supervisor.getByRole("button", { name: "阅读并签章" }).click();
  const dialog = supervisor.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "签章", exact: true })).toBeDisabled();
  await dialog.getByRole("checkbox").check();
  await expectAccessible(supervisor);
  await dialog.getByRole("button", { name: "签章", exact: true }).click();
  await expect(supervisor.getByText("待客户签章").first()).toBeVisible();
  await expectAccessible(supervisor);

  const signer = await visit("portal", "c1029.finance", "/p/finalizations", { phone: true });
  await signer
    .getByRole("main")
    .getByRole("link", { name: new RegExp(no) })
    .click();
  await signer.waitForURL(/\/p\/finalizations\/[\w-]{36}/);
  await expect(signer.getByRole("heading", { name: no })).toBeVisible();
  await signer.getByRole("checkbox").check();
  await signer.getByRole("button", { name: "发送验证码" }).click();
  const told = signer.getByText(/已发送至/);
  await expect(told).toBeVisible();
  for (const width of [320, 390]) {
    await signer.setViewportSize({ width, height: 844 });
    await expectNoSidewaysScroll(signer);
  }
  await expectAccessible(signer);
  const { text } = await newestMail(supervisor, "finance@c1029.example", /签署验证码/);
  const code = /^\s+(\d{6})\s*$/m.exec(text)?.[1] ?? "";
  await signer.getByLabel("验证码").fill(code === "000000" ? "111111" : "000000");
  await signer.getByRole("button", { name: "签署", exact: true }).click();
  await expect(signer.getByRole("alert")).toBeVisible();
  await signer.getByLabel("验证码").fill(code);
  await signer.getByRole("button", { name: "签署", exact: true }).click();
  await expect(signer.getByText("双方已签").first()).toBeVisible();
  await expectAccessible(signer);
  const [file] = await Promise.all([
    signer.waitForEvent("download"),
    signer.getByRole("link", { name: "下载签章文件" }).first().click(),
  ]);
  const path = await file.path();
  const { stdout } = await run(process.env.HEFU_BIN ?? "hefu", ["verify-document", path, "--output", "json"]).catch(
    (it) => it,
  );
  expect(JSON.parse(stdout).signatures).toHaveLength(2);

  // What both sides signed is sealed by itself; its customer checks the bundle with nothing of this system around it.
  const bundle = signer.getByRole("link", { name: `下载 ${no}-A1` });
  await expect(bundle).toBeVisible({ timeout: 60_000 });
  await expectAccessible(signer);
  const folder = mkdtempSync(join(tmpdir(), "signed-"));
  const [sealed] = await Promise.all([signer.waitForEvent("download"), bundle.click()]);
  await sealed.saveAs(join(folder, "bundle.zip"));
  const inside = join(folder, "inside");
  execFileSync("unzip", ["-q", join(folder, "bundle.zip"), "-d", inside]);
  const sound = check(inside);
  expect(sound.said).toContain("OK: signed, and stamped at ");
  expect(sound.status).toBe(0);
  const signed = join(inside, "finalization", "reconciliation.pdf");
  const bytes = readFileSync(signed);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  writeFileSync(signed, bytes);
  const spoilt = check(inside);
  expect(spoilt.said).toContain("FAILED: a file is not what it was");
  expect(spoilt.status).toBe(1);
});
