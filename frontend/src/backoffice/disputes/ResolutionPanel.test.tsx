import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { DisputeView, ResolutionPreview } from "../../shared/api/types";
import { show } from "../../shared/testing/render";
import { json, problem, serve, session } from "../../shared/testing/server";
import { ResolutionPanel } from "./ResolutionPanel";

const dispute: DisputeView = {
  id: "d1",
  dispute_no: "DSP-1",
  statement_id: "s1",
  statement_no: "ST-1",
  line_no: 2,
  document_no: "INV-2",
  customer: { id: "c", code: "C-1", name: "上海恒力" },
  currency: "CNY",
  line_amount: "226.00",
  category: "quantity",
  disputed_amount: "100.50",
  text: "少收",
  state: "in_review",
  due_at: "2026-11-20T09:00:00Z",
  overdue: false,
  opened_at: "2026-11-18T09:00:00Z",
  opened_by_name: "张伟",
  row_version: 3,
  waiting_for: "staff",
  readers: [],
  expected: "请核实并答复客户",
  unread: 0,
  attachment_count: 0,
  messages: [],
  line: {
    document_no: "INV-2",
    document_date: "2026-10-03",
    description: "伺服电机",
    amount: "226.00",
    open: "226.00",
    order_no: "",
    shipment_no: "",
    contract_no: "",
    invoice_no: "",
  },
  actions: { resolve: { allowed: true } },
};

const preview: ResolutionPreview = {
  document: {
    kind: "credit_note",
    lines: [{ line_no: 1, description: "伺服电机", net: "88.94", tax_rate: "13", tax: "11.56", gross: "100.50" }],
    net: "88.94",
    tax: "11.56",
    gross: "100.50",
    currency: "CNY",
    posting_date: "2026-11-22",
    reduces_document_no: "INV-2",
  },
  before: { line_amount: "226.00", open: "226.00" },
  after: { line_amount: "125.50", open: "125.50" },
  needs_approval: true,
  needs_customer: false,
  creditable: "226.00",
  instruments: ["credit_note", "adjustment"],
};

function open(more: Parameters<typeof serve>[0]) {
  const done = vi.fn();
  const reload = vi.fn();
  const seen = serve({
    "GET /session": () => json(session("backoffice")),
    "POST /disputes/d1/resolution/preview": () => json(preview),
    ...more,
  });
  show("backoffice", "/console/disputes", <ResolutionPanel dispute={dispute} onDone={done} onReload={reload} />);
  return { seen, done, reload };
}

async function fillIn() {
  fireEvent.change(await screen.findByLabelText("根本原因"), { target: { value: "process_gap" } });
  fireEvent.change(screen.getByLabelText("给客户的说明"), { target: { value: "按差异开红字" } });
}

it("shows the credit note and the line before and after, then submits what was shown", async () => {
  const { seen, done } = open({
    "POST /disputes/d1/resolution": () => json({ ...dispute, state: "awaiting_approval" }),
  });
  expect(await screen.findByText("100.50")).toBeTruthy();
  expect(screen.getAllByText("125.50")).toHaveLength(2);
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "提交审批" });
  expect(button.disabled).toBe(true);
  await fillIn();
  await waitFor(() => expect(button.disabled).toBe(false));
  fireEvent.click(button);
  await waitFor(() => expect(done).toHaveBeenCalled());
  expect(seen.at(-1)?.body).toEqual({
    row_version: 3,
    decision: "accept_whole",
    instrument: "credit_note",
    root_cause: "process_gap",
    text: "按差异开红字",
  });
});

it("keeps what was written when a colleague was first, and offers their change", async () => {
  const { done, reload } = open({
    "POST /disputes/d1/resolution": () =>
      problem(409, "already-resolved", "异议已被处理", { detail: "李强 2 分钟前已提交" }),
  });
  await screen.findByText("100.50");
  await fillIn();
  fireEvent.click(screen.getByRole("button", { name: "提交审批" }));
  expect(await screen.findByText("李强 2 分钟前已提交")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "重新加载" }));
  expect(reload).toHaveBeenCalled();
  expect(done).not.toHaveBeenCalled();
  expect(screen.getByLabelText<HTMLTextAreaElement>("给客户的说明").value).toBe("按差异开红字");
});

it("asks for an amount when only part is accepted, and shows the server's limit beside it", async () => {
  open({
    "POST /disputes/d1/resolution/preview": ({ body }) =>
      (body as { amount?: string }).amount === "300.00"
        ? problem(422, "validation-failed", "请检查", {
            fields: [{ field: "amount", code: "too-large", message: "最多 226.00" }],
          })
        : json(preview),
  });
  fireEvent.click(await screen.findByLabelText("部分同意"));
  const amount = screen.getByLabelText(/同意金额/);
  fireEvent.change(amount, { target: { value: "" } });
  expect(await screen.findByText("请填写金额，例如 1234.50")).toBeTruthy();
  fireEvent.change(amount, { target: { value: "300" } });
  expect(await screen.findByText("最多 226.00")).toBeTruthy();
});
