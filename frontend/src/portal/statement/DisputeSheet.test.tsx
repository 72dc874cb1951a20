import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "../../shared/testing/render";
import { json, serve, session } from "../../shared/testing/server";
import { contentBytes, statementView } from "../../shared/testing/statement";
import { StatementPage } from "./StatementPage";

const id = "00000000-0000-7000-8000-000000000001";

it("asks for what is missing, reviews, submits once, and gives the reference", async () => {
  const dispute = {
    id: "d1",
    dispute_no: "DSP-7",
    document_no: "INV-2",
    due_at: "2026-11-20T09:00:00Z",
    assignee: { id: "s", name: "王敏" },
  };
  const seen = serve({
    "GET /session": () => json(session("portal")),
    [`GET /statements/${id}`]: async () => json(await statementView()),
    [`GET /statements/${id}/content`]: () => new Response(contentBytes),
    [`POST /statements/${id}/disputes`]: async () =>
      json({ disputes: [dispute], refused: [], statement: await statementView() }),
  });
  show("portal", `/p/s/${id}`, <StatementPage id={id} />);

  fireEvent.click(await screen.findByLabelText("选择 INV-2"));
  fireEvent.click(await screen.findByRole("button", { name: "提出异议" }));
  fireEvent.click(await screen.findByRole("button", { name: "下一步" }));
  expect(screen.getByText("请选择一个原因")).toBeTruthy();
  expect(screen.getByText("请说明哪里不符")).toBeTruthy();

  fireEvent.click(screen.getByLabelText("数量不符"));
  fireEvent.change(screen.getByLabelText("有异议的金额（可不填）"), { target: { value: "1,0" } });
  fireEvent.change(screen.getByLabelText("说明"), { target: { value: "少收 20 件" } });
  fireEvent.click(screen.getByRole("button", { name: "下一步" }));
  expect(screen.getByText("请填写金额，例如 1234.50")).toBeTruthy();

  fireEvent.change(screen.getByLabelText("有异议的金额（可不填）"), { target: { value: "１００.５" } });
  fireEvent.click(screen.getByRole("button", { name: "下一步" }));
  expect(await screen.findByText("¥100.50")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "提交异议" }));

  expect(await screen.findByText("DSP-7")).toBeTruthy();
  expect(screen.getByText(/由 王敏 处理/)).toBeTruthy();
  const posts = seen.filter((it) => it.method === "POST");
  await waitFor(() => expect(posts).toHaveLength(1));
  expect(posts[0]?.body).toMatchObject({
    lines: [2],
    category: "quantity",
    disputed_amount: "100.50",
    text: "少收 20 件",
  });
  expect(posts[0]?.headers.get("Idempotency-Key")).toBeTruthy();
});
