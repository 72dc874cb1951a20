import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { StatementView } from "../../shared/api/types";
import { show } from "../../shared/testing/render";
import { json, problem, serve, session } from "../../shared/testing/server";
import { contentBytes, statementView } from "../../shared/testing/statement";
import { StatementPage } from "./StatementPage";

const id = "00000000-0000-7000-8000-000000000001";

function open(statement: StatementView, more: Parameters<typeof serve>[0] = {}) {
  const seen = serve({
    "GET /session": () => json(session("portal")),
    [`GET /statements/${id}`]: () => json(statement),
    [`GET /statements/${id}/content`]: () => new Response(contentBytes),
    ...more,
  });
  show("portal", `/p/s/${id}`, <StatementPage id={id} />);
  return seen;
}

it("shows the balance, how it comes about, and that the content is what was issued", async () => {
  open(await statementView());
  expect((await screen.findAllByText("¥377.70")).length).toBeGreaterThan(0);
  const sum = screen.getByRole("table", { name: "余额计算" });
  expect(
    within(sum)
      .getAllByRole("row")
      .map((row) => row.textContent),
  ).toEqual(["期初余额100.00", "+本期应收339.00", "−本期收款50.00", "−本期贷项11.30", "=期末余额377.70"]);
  expect(await screen.findByText(/已核对/)).toBeTruthy();
});

it("adds up what is ticked exactly and confirms it at once, with a way back", async () => {
  const before = await statementView();
  const after = await statementView({
    answered_count: 2,
    answers: [
      { line_no: 1, answer: "confirmed" },
      { line_no: 3, answer: "confirmed" },
    ],
    confirmations: [
      {
        id: "k1",
        lines: [1, 3],
        whole: false,
        amount: "63.00",
        actor_name: "张伟",
        created_at: "2026-11-02T00:00:00Z",
        undoable: true,
      },
    ],
  });
  const seen = open(before, {
    [`POST /statements/${id}/confirmations`]: () =>
      json({ confirmation_id: "k1", confirmed: 2, refused: [], statement: after }),
    [`POST /statements/${id}/reopenings`]: () => json({ statement: before }),
  });
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("选择 INV-1"));
  await user.click(screen.getByLabelText("选择 RCP-1"));
  const bar = screen.getByRole("region", { name: "已选明细" });
  expect(within(bar).getByText("¥63.00")).toBeTruthy();
  await user.click(within(bar).getByRole("button", { name: "确认无误" }));
  await user.click(await within(screen.getByLabelText("通知")).findByRole("button", { name: "撤销" }));

  const written = seen.filter((it) => it.method === "POST").map((it) => it.body);
  expect(written[0]).toEqual({ version: 1, sha256: before.sha256, lines: [1, 3] });
  await waitFor(() => expect(seen.at(-1)?.body).toEqual({ version: 1, lines: [1, 3] }));
  expect(screen.queryByRole("region", { name: "已选明细" })).toBeNull();
});

it("ticks a range with shift", async () => {
  open(await statementView());
  fireEvent.click(await screen.findByLabelText("选择 INV-1"));
  fireEvent.click(screen.getByLabelText("选择 CRN-1"), { shiftKey: true });
  expect(await screen.findByText("已选 4 笔")).toBeTruthy();
  expect(screen.getByText("¥277.70")).toBeTruthy();
});

it("names the lines that could not be confirmed and keeps them ticked", async () => {
  open(await statementView(), {
    [`POST /statements/${id}/confirmations`]: async () =>
      json({
        confirmation_id: "k1",
        confirmed: 1,
        refused: [{ line_no: 2, code: "locked", message: "单据正在变更" }],
        statement: await statementView({ answered_count: 1, answers: [{ line_no: 1, answer: "confirmed" }] }),
      }),
  });
  fireEvent.click(await screen.findByLabelText("选择 INV-1"));
  fireEvent.click(screen.getByLabelText("选择 INV-2"));
  fireEvent.click(screen.getByRole("button", { name: "确认无误" }));
  expect(await screen.findByText("INV-2: 单据正在变更")).toBeTruthy();
  expect(screen.getByText("已选 1 笔")).toBeTruthy();
});

it("refuses to confirm content that is not what was issued", async () => {
  open(await statementView({ sha256: "0".repeat(64) }));
  expect((await screen.findAllByText(/内容与指纹不符/)).length).toBeGreaterThan(0);
  const button = screen.getByRole<HTMLButtonElement>("button", { name: /全部确认/ });
  expect(button.disabled).toBe(true);
  expect(screen.queryByLabelText("选择 INV-1")).toBeNull();
});

it("says what failed, with the reference, and tries again", async () => {
  let times = 0;
  open(await statementView(), {
    [`GET /statements/${id}`]: async () => {
      times += 1;
      return times === 1 ? problem(500, "internal", "服务器内部错误") : json(await statementView());
    },
  });
  expect(await screen.findByText("req-1")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "重试" }));
  expect((await screen.findAllByText("¥377.70")).length).toBeGreaterThan(0);
});

it("tells nothing-matches from all-done", async () => {
  open(
    await statementView({
      answered_count: 4,
      answers: [1, 2, 3, 4].map((line_no) => ({ line_no, answer: "confirmed" as const })),
    }),
  );
  fireEvent.click(await screen.findByRole("button", { name: /^待确认/ }));
  expect(await screen.findByText("全部处理完了")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: /^有异议/ }));
  expect(await screen.findByText("没有符合条件的记录")).toBeTruthy();
});

it("leads to the proposal that waits for the customer, and otherwise says that the seller is at work", async () => {
  const dispute = "00000000-0000-7000-8000-00000000000d";
  const answers = [1, 2, 3, 4, 5].map((line_no) => ({ line_no, answer: "confirmed" as const }));
  const disputed = (dispute_state: "proposed" | "in_review") =>
    statementView({
      state: "answered",
      answered_count: 5,
      answers: [
        ...answers.slice(0, 4),
        { line_no: 5, answer: "disputed", dispute_id: dispute, disputed_amount: "1.00", dispute_state },
      ],
    });
  open(await disputed("proposed"));
  expect((await screen.findByRole("link", { name: "请答复异议处理方案" })).getAttribute("href")).toBe(
    `/p/disputes/${dispute}`,
  );
  expect(screen.queryByText("已全部答复，等待卖方处理异议")).toBeNull();
  cleanup();
  open(await disputed("in_review"));
  expect(await screen.findByText("已全部答复，等待卖方处理异议")).toBeTruthy();
});
