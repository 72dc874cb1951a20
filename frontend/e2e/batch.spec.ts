import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { today } from "./today";

// One lays a period's files out, another signs the list with one fresh sign-in; what was left out by hand stays as it is.
test("the agreed statements of a period are finalized together by two people", async ({ visit }) => {
  test.setTimeout(180_000);
  const accountant = await visit("backoffice", "wang.min", "/console/finalizations/batches");
  await expectAccessible(accountant);
  await accountant.getByRole("link", { name: "新建批量定稿" }).first().click();
  const long = new Date(`${today()}T00:00:00Z`);
  long.setUTCMonth(long.getUTCMonth() - 6);
  await accountant.getByLabel("截止日从").fill(long.toISOString().slice(0, 10));
  await accountant.getByLabel("至", { exact: true }).fill(today());
  await accountant.getByRole("button", { name: "预览" }).click();
  const prepare = accountant.getByRole("button", { name: /^准备 \d+ 份$/ });
  await expect(prepare).toBeVisible();
  const shown = Number(/\d+/.exec((await prepare.textContent()) ?? "")?.[0]);
  expect(shown).toBeGreaterThan(2);
  const sum = accountant.getByText(/^CNY 期末余额/);
  const whole = await sum.textContent();
  const first = accountant.getByRole("checkbox", { name: /^纳入 / }).first();
  const left = ((await first.getAttribute("aria-label")) ?? "").replace("纳入 ", "");
  await first.uncheck();
  await expect(accountant.getByRole("button", { name: `准备 ${shown - 1} 份` })).toBeVisible();
  await expect(sum).not.toHaveText(whole ?? "");
  await expectAccessible(accountant);
  await accountant.getByRole("button", { name: `准备 ${shown - 1} 份` }).click();
  await accountant.waitForURL(/\/batches\/[\w-]{36}$/);
  await expect(accountant.getByText("待签章").first()).toBeVisible({ timeout: 90_000 });
  await expect(accountant.getByRole("button", { name: /^签章/ })).toHaveCount(0);
  await expectAccessible(accountant);

  const supervisor = await visit("backoffice", "zhao.lei", new URL(accountant.url()).pathname);
  await supervisor.getByRole("button", { name: `签章 ${shown - 1} 份` }).click();
  const dialog = supervisor.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "签章", exact: true })).toBeDisabled();
  await dialog.getByRole("checkbox").check();
  await expectAccessible(supervisor);
  await dialog.getByRole("button", { name: "签章", exact: true }).click();
  await expect(supervisor.getByText("已完成").first()).toBeVisible({ timeout: 90_000 });
  await expect(supervisor.getByText(`已签章 ${shown - 1}/${shown - 1}`)).toBeVisible();
  for (const width of [390, 1280]) {
    await supervisor.setViewportSize({ width, height: 844 });
    await expectNoSidewaysScroll(supervisor);
  }
  await expectAccessible(supervisor);

  await accountant.goto(`/console/statements?q=${left}`);
  await accountant.getByRole("main").getByRole("link", { name: left }).click();
  await expect(accountant.getByRole("button", { name: "准备定稿" })).toBeVisible();
});
