import type { Page } from "@playwright/test";
import { expect, type Language, test } from "./fixtures";

// What a page is on paper: black on white, without what only a screen can use, and whole.

/** Shows the page as the printer is about to get it; A4 less its margins is 688 CSS pixels wide. */
async function asPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 688, height: 1000 });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
}

async function expectPaper(page: Page): Promise<void> {
  for (const role of ["button", "checkbox", "navigation", "searchbox"] as const) {
    await expect(page.getByRole(role).locator("visible=true"), role).toHaveCount(0);
  }
  const paper = await page.evaluate(() => {
    const money = [...document.querySelectorAll("main .num")].filter((it) => it.checkVisibility());
    return {
      wider: document.documentElement.scrollWidth - window.innerWidth,
      cut: money.filter((it) => it.getBoundingClientRect().right > window.innerWidth).map((it) => it.textContent),
      coloured: money.filter((it) => !["rgb(0, 0, 0)", "rgb(51, 51, 51)"].includes(getComputedStyle(it).color)).length,
      ground: getComputedStyle(document.body).backgroundColor,
    };
  });
  expect(paper).toEqual({ wider: 0, cut: [], coloured: 0, ground: "rgb(255, 255, 255)" });
}

const words = {
  "zh-CN": { lines: "本期明细", brought: "期前未结", table: "对账明细", zero: /差额为零/, title: "余额调节表" },
  en: {
    lines: "This period",
    brought: "Brought forward",
    table: "Statement lines",
    zero: /difference is zero/,
    title: "Reconciliation report",
  },
};

const runs: { language: Language; who: string; dark: boolean }[] = [
  { language: "zh-CN", who: "c1022", dark: true },
  { language: "en", who: "c1032", dark: false },
];

for (const { language, who, dark } of runs) {
  test(`a statement and its reconciliation report on paper: ${language}`, async ({ visit }) => {
    const w = words[language];
    const page = await visit("portal", `${who}.finance`, "/p/statements", { language, dark });
    await page.getByRole("main").locator("li a").first().click();
    await expect(page.getByRole("table", { name: w.table })).toBeVisible();
    const id = new URL(page.url()).pathname.split("/")[3] ?? "";
    const { line_count } = await (await page.request.get(`/api/portal/v1/statements/${id}`)).json();
    await asPaper(page);
    await expect(page.getByRole("heading", { name: w.lines })).toBeVisible();
    await expect(page.getByRole("heading", { name: w.brought })).toBeVisible();
    const tables = page.getByRole("table", { name: w.table }).locator("visible=true");
    await expect(tables.locator("tbody tr[data-index]")).toHaveCount(line_count);
    for (const head of await tables.locator("thead").all())
      await expect(head).toHaveCSS("display", "table-header-group");
    await expectPaper(page);
    expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);

    await page.emulateMedia({ media: null });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`/p/s/${id}/reconciliation`);
    await expect(page.getByText(w.zero)).toBeVisible();
    await asPaper(page);
    await expect(page.getByRole("heading", { name: w.title }).first()).toBeVisible();
    await expectPaper(page);
    expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);
  });
}
