import type { Page } from "@playwright/test";
import { each, expect, expectReadable, test } from "./fixtures";

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

const words = {
  "zh-CN": {
    start: "与我方账核对",
    choose: "选择文件",
    columns: "每一列是什么？",
    compare: "开始核对",
    differs: /^金额不同/,
    review: "预览并完成",
    settled: "完成后两边余额调平。",
    finish: "确认并完成",
    report: "余额调节表",
    zero: /差额为零/,
    ours: "期末余额",
  },
  en: {
    start: "Match with my books",
    choose: "Choose a file",
    columns: "What is each column?",
    compare: "Compare",
    differs: /^Amount differs/,
    review: "Review and finish",
    settled: "Both balances will agree.",
    finish: "Confirm and finish",
    report: "Reconciliation report",
    zero: /difference is zero/,
    ours: "closing balance",
  },
};

for (const reader of each("c1011", "c1051", "c1021", "x2006")) {
  test(`the own ledger to a report of zero in one step: ${reader.title}`, async ({ visit }) => {
    test.setTimeout(150_000);
    const w = words[reader.language];
    const page = await visit("portal", `${reader.who}.finance`, "/p/statements", reader);
    const statement = await openNewest(page);
    await page.getByRole("link", { name: w.start }).click();
    await expect(page.getByRole("button", { name: w.choose })).toBeVisible();
    await expectReadable(page, reader);
    await page.locator("input[type=file]").setInputFiles({
      name: "应付账款.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(await ownLedger(page, statement)),
    });

    await expect(page.getByRole("heading", { name: w.columns })).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.compare, exact: true }).click();

    await expect(page.getByRole("button", { name: w.differs })).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.review }).click();
    await expect(page.getByText(w.settled)).toBeVisible();
    await expectReadable(page, reader);
    await page.getByRole("button", { name: w.finish }).click();
    await page.getByRole("dialog").getByRole("link", { name: w.report }).click();

    await expect(page.getByText(w.zero)).toBeVisible();
    await expect(page.getByRole("heading", { name: w.report }).first()).toBeVisible();
    await expect(page.getByText("FK-9001")).toBeVisible();
    await expectReadable(page, reader);
    const answered = await page.request.get(`/api/portal/v1/statements/${statement}`);
    expect(await answered.json()).toMatchObject({ state: "answered", disputed_count: 1 });
  });
}
