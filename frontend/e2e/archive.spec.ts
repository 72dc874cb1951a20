import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

/** Runs the bundle's own script with nothing of this system around it. */
function check(folder: string, ...args: string[]): { status: number | null; said: string } {
  const ran = spawnSync("/bin/sh", ["verify.sh", ...args], {
    cwd: folder,
    env: { PATH: "/usr/bin:/bin" },
    encoding: "utf8",
  });
  return { status: ran.status, said: ran.stdout + ran.stderr };
}

// STM-17, CTL-05: sealed, found, and proven on a machine without the server.
test("an agreed reconciliation is sealed, found, downloaded and proves itself", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "wang.min", "/console/archive");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("归档");
  const seal = page.getByRole("button", { name: /^归档 / }).first();
  const no = ((await seal.getAttribute("aria-label")) ?? "").replace("归档 ", "");
  await seal.click();
  const download = page.getByRole("link", { name: `下载 ${no}-A1` });
  await expect(download).toBeVisible();
  await page.getByRole("searchbox", { name: /编号或客户/ }).fill(no);
  await expect(page.getByRole("region", { name: "已归档" }).getByRole("row")).toHaveCount(2);
  await expectAccessible(page);

  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  const coming = page.waitForEvent("download");
  await download.click();
  await (await coming).saveAs(join(folder, "bundle.zip"));
  const inside = join(folder, "inside");
  execFileSync("unzip", ["-q", join(folder, "bundle.zip"), "-d", inside]);
  const sound = check(inside);
  expect(sound.said).toContain("OK: every file is what it was");
  expect(sound.status).toBe(0);

  await page.getByRole("button", { name: "证明一行" }).click();
  const proof = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载证明" }).click();
  await (await proof).saveAs(join(inside, "line-1.proof"));
  expect(check(inside, "line-1.proof").status).toBe(0);

  const lines = readFileSync(join(inside, "lines.tsv"));
  lines[0] = (lines[0] ?? 0) ^ 1;
  writeFileSync(join(inside, "lines.tsv"), lines);
  const spoilt = check(inside);
  expect(spoilt.said).toContain("FAILED");
  expect(spoilt.status).toBe(1);
});

test("the archive reads well in both languages, wide and narrow", async ({ visit }) => {
  test.setTimeout(90_000);
  const page = await visit("backoffice", "zhao.lei", "/console/archive");
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(page.getByRole("link", { name: /^下载 / }).first()).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("searchbox", { name: /期末余额/ }).fill("0.01");
  await expect(page.getByText("没有符合条件的归档")).toBeVisible();
  await speak(page, "en");
  await expect(page.getByText("Nothing in the archive fits")).toBeVisible();
  await speak(page, "zh-CN");
});

test("everything is put on hold, the archive says so, and the hold ends with its reason on record", async ({
  visit,
}) => {
  test.setTimeout(90_000);
  const page = await visit("backoffice", "zhao.lei", "/console/archive/retention");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("保管与冻结");
  await page.getByRole("button", { name: "新增冻结" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: "全部客户" }).check();
  await dialog.getByRole("textbox", { name: "原因" }).fill("年度审计");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "新增冻结" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("cell", { name: "冻结中" })).toBeVisible();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("main").getByRole("link", { name: "归档" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("归档");
  await expect(page.getByRole("region", { name: "已归档" }).getByText("冻结中").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "每日锚点" }).getByRole("row")).toHaveCount(2);
  await page.getByRole("main").getByRole("link", { name: "保管与冻结" }).click();
  await page.getByRole("button", { name: "解除对 全部客户 的冻结" }).click();
  await dialog.getByRole("textbox", { name: "原因" }).fill("审计结束");
  await dialog.getByRole("button", { name: "解除冻结" }).click();
  await expect(page.getByRole("cell", { name: /已解除.*审计结束/ })).toBeVisible();
});
