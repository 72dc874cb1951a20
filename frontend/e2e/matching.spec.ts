import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, speak, test } from "./fixtures";

interface Content {
  opening: string;
  lines: (string | number)[][];
}

const cents = (amount: string) => Math.round(Number(amount) * 100);
const amount = (value: number) => (value / 100).toFixed(2);

/** A payables ledger of the statement as the customer's program would print it: one invoice lower, the last one missing, a payment of its own. */
async function ownLedger(page: Page, statement: string): Promise<string> {
  const answer = await page.request.get(`/api/portal/v1/statements/${statement}/content`);
  const content = (await answer.json()) as Content;
  let balance = cents(content.opening);
  const rows = [
    ["日期", "凭证号", "摘要", "借方", "贷方", "余额"].join(","),
    ["", "", "期初余额", "", "", amount(balance)].join(","),
  ];
  const book = (on: string, no: string, text: string, value: number) => {
    balance += value;
    const sides = value < 0 ? [amount(-value), ""] : ["", amount(value)];
    rows.push([on, no, text, ...sides, amount(balance)].join(","));
  };
  const charges = content.lines.filter((line) => line[1] === "receivable");
  const lower = charges[0]?.[3];
  const missing = charges.length > 1 ? charges.at(-1)?.[3] : undefined;
  for (const line of content.lines) {
    const [no, on, value] = [String(line[3]), String(line[4]), cents(String(line[17]))];
    if (no === missing) continue;
    book(on, no, "往来", no === lower ? value - 100 : value);
  }
  book(String(content.lines.at(-1)?.[4]), "FK-9001", "付款", -12345);
  rows.push(["", "", "期末余额", "", "", amount(balance)].join(","));
  return `${rows.join("\n")}\n`;
}

/** The newest statement, by its address. */
async function openNewest(page: Page): Promise<string> {
  await page.locator("main li a").first().click();
  await page.waitForURL(/\/p\/s\//);
  return new URL(page.url()).pathname.split("/")[3] ?? "";
}

const runs = [
  { who: "c1011.finance", phone: true, language: "zh-CN" },
  { who: "c1021.finance", phone: false, language: "en" },
] as const;

for (const { who, phone, language } of runs) {
  test(`the own ledger to a report of zero in one step: ${phone ? "phone" : "desktop"}, ${language}`, async ({
    visit,
  }) => {
    test.setTimeout(300_000);
    const page = await visit("portal", who, "/p/statements", { phone });
    await speak(page, language);
    await page.goto("/p/statements");
    const statement = await openNewest(page);
    await page.getByRole("link", { name: /与我方账核对|Match with my books/ }).click();
    await expect(page.getByRole("button", { name: /选择文件|Choose a file/ })).toBeVisible();
    await expectAccessible(page);
    await page.locator("input[type=file]").setInputFiles({
      name: "应付账款.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(await ownLedger(page, statement)),
    });

    await expect(page.getByRole("heading", { name: /每一列是什么|What is each column/ })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: /开始核对|^Compare/ }).click();

    await expect(page.getByRole("button", { name: /金额不同|Amount differs/ })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: /预览并完成|Review and finish/ }).click();
    await expect(page.getByText(/完成后两边余额调平|Both balances will agree/)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: /确认并完成|Confirm and finish/ }).click();
    await page
      .getByRole("dialog")
      .getByRole("link", { name: /余额调节表|Reconciliation report/ })
      .click();

    await expect(page.getByText(/差额为零|difference is zero/)).toBeVisible();
    await expect(page.getByText("FK-9001")).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    const answered = await page.request.get(`/api/portal/v1/statements/${statement}`);
    expect(await answered.json()).toMatchObject({ state: "answered", disputed_count: 1 });
    await speak(page, "zh-CN");
  });
}
