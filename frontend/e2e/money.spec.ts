import { expect, expectAccessible, test } from "./fixtures";
import { today } from "./today";

interface Draft {
  id: string;
  row_version: number;
  document_id?: string;
}

const settled = "将核销";

// The small receipt: who entered it posts it without anybody else, and sets it against what is owed at once.
test("an accountant posts a receipt within the limit alone and allocates it", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "wang.min", "/console/drafts/new?kind=receipt");
  await page.getByPlaceholder("按编号或名称查找").fill("C-1046");
  await page.getByRole("button", { name: /C-1046/ }).click();
  await page.getByLabel("金额", { exact: true }).fill("322.71");
  await expect(page.getByText("会计凭证预览")).toBeVisible();
  await page.getByRole("button", { name: "保存并提交" }).click();
  await expect(page.getByText("金额在限额以内，提交人可自行审批")).toBeVisible();
  await page.getByRole("button", { name: "批准并记账" }).click();
  await expect(page.getByRole("link", { name: "查看已记账单据" })).toBeVisible();

  await page.goto("/console/allocation");
  await page.getByPlaceholder("按编号或名称查找").fill("C-1046");
  await page.getByRole("button", { name: /C-1046/ }).click();
  const credits = page.getByRole("grid", { name: "收款与贷项（贷方）" });
  await credits.getByRole("row").filter({ hasText: "322.71" }).click();
  await page.getByRole("grid", { name: "欠款（借方）" }).getByRole("row").nth(1).click();
  await expect(page.getByText(settled, { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("region", { name: "通知" }).getByText("已核销")).toBeVisible();
  await expect(credits.getByRole("row").filter({ hasText: "322.71" })).toHaveCount(0);
});

test("a credit note above the limit takes the supervisor and then management", async ({ visit, staff }) => {
  test.setTimeout(180_000);
  const [maker, approver] = [await staff("wang.min"), await staff("zhao.lei")];
  const found = await maker<{ items: { id: string }[] }>("GET", "/customers?q=C-1044&limit=1");
  const draft = await maker<Draft>("POST", "/drafts", {
    kind: "receivable",
    customer_id: found.items[0]?.id,
    currency: "CNY",
    document_date: today(),
    source_kind: "manual",
    reason: "补记口头订货",
    description: "直线模组",
    lines: [{ description: "直线模组", unit: "套", quantity: "4", unit_price: "10000", tax_rate: "13" }],
  });
  const asked = await maker<Draft>("POST", `/drafts/${draft.id}/submission`, { row_version: draft.row_version });
  const sold = await approver<Draft>("POST", `/drafts/${draft.id}/decision`, {
    row_version: asked.row_version,
    approve: true,
  });

  const page = await visit("backoffice", "wang.min", `/console/drafts/new?kind=credit_note&from=${sold.document_id}`);
  await page.getByLabel("净额").fill("22000");
  await page.getByLabel("录入原因").fill("返工折让");
  await expect(page.getByText("2. 审批 · 管理层")).toBeVisible();
  await page.getByRole("button", { name: "保存并提交" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("待审批");
  await expect(page.getByRole("button", { name: "通过" })).toBeDisabled();
  const path = new URL(page.url()).pathname;

  const supervisor = await visit("backoffice", "zhao.lei", path);
  await supervisor.getByRole("button", { name: "通过" }).click();
  await expect(supervisor.getByRole("button", { name: "批准并记账" })).toBeDisabled();
  const management = await visit("backoffice", "wu.hao", path);
  await management.getByRole("button", { name: "批准并记账" }).click();
  await management.getByRole("link", { name: "查看已记账单据" }).click();
  await expect(management.getByText("审批记录")).toBeVisible();
  await expect(management.getByText("¥24,860.00").first()).toBeVisible();
  await management.goto(`/console/documents/${sold.document_id}`);
  await expect(management.getByRole("row", { name: /直线模组/ })).toContainText("24,860.00"); // what was credited of it
  await expectAccessible(management);
});

// What colleagues left lying: the supervisor hands it to somebody, who finds it on their own page.
test("a supervisor hands on a late dispute, and its new handler answers the customer", async ({ visit }) => {
  test.setTimeout(120_000);
  const supervisor = await visit("backoffice", "zhao.lei", "/console/disputes?view=overdue");
  const list = supervisor.getByRole("button", { name: /超时 \d+/ });
  await list.first().click();
  await expect(supervisor.getByRole("heading", { name: /^DSP-/ })).toBeVisible();
  const no = (await supervisor.getByRole("heading", { name: /^DSP-/ }).textContent()) ?? "";
  await supervisor.getByLabel("处理人").selectOption({ label: "王敏" });
  await expect(supervisor.getByRole("list", { name: "沟通记录" })).toContainText("王敏");
  await supervisor.getByLabel("内部备注，客户不可见").check();
  await supervisor.locator("[data-reply]").fill("已超时，请今天答复。");
  await supervisor.keyboard.press("Control+Enter");
  await expect(supervisor.getByRole("list", { name: "沟通记录" })).toContainText("已超时，请今天答复。");
  await expectAccessible(supervisor);

  const handler = await visit("backoffice", "wang.min", `/console/disputes?view=mine&q=${no}`);
  await handler
    .getByRole("button", { name: /超时 \d+/ })
    .first()
    .click();
  await expect(handler.getByRole("heading", { name: no })).toBeVisible();
  await handler.getByLabel("回复").fill("正在核对报价单，今天下班前给您结果。");
  await handler.getByRole("button", { name: "发送" }).click();
  await expect(handler.getByRole("list", { name: "沟通记录" })).toContainText("今天下班前给您结果");
});

test("a salesperson answers their customer in time and sees by when the next answer is due", async ({ visit }) => {
  test.setTimeout(120_000);
  const page = await visit("backoffice", "chen.jing", "/console/disputes");
  await page
    .getByRole("button", { name: /剩 \d+|剩余 \d+|还剩 \d+/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: /^DSP-/ })).toBeVisible();
  await page.getByLabel("回复").fill("已收到，正与仓库核对签收单。");
  await page.getByRole("button", { name: "发送" }).click();
  await expect(page.getByRole("list", { name: "沟通记录" })).toContainText("正与仓库核对签收单");
  // A salesperson proposes; what is booked somebody else approves.
  await expect(page.getByRole("button", { name: "提交审批" })).toBeVisible();
  await expect(page.getByRole("button", { name: "开具红字应收" })).toHaveCount(0);
});
