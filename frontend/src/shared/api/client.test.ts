import { expect, it, vi } from "vitest";
import { json, problem, serve } from "../testing/server";
import { ApiError, configureApi, get, post, query, rememberCsrfToken } from "./client";

it("sends the token and the intent with a write", async () => {
  configureApi("portal", () => undefined);
  rememberCsrfToken("token-7");
  const seen = serve({ "POST /things": () => json({ ok: true }) });
  await post("/things", { a: 1 }, "intent-1");
  expect(seen[0]?.headers.get("X-CSRF-Token")).toBe("token-7");
  expect(seen[0]?.headers.get("Idempotency-Key")).toBe("intent-1");
  expect(seen[0]?.body).toEqual({ a: 1 });
});

it("sends what was refused and mended under a key of its own, and what was cut off under the same", async () => {
  let answer = (): Response => problem(422, "validation_failed", "有内容需要更正");
  const seen = serve({ "POST /things": () => answer() });
  const keys = () => seen.map((it) => it.headers.get("Idempotency-Key"));
  await post("/things", { a: 9 }, "intent-2").catch(() => undefined);
  answer = () => problem(503, "unavailable", "稍后再试");
  await post("/things", { a: 1 }, "intent-2").catch(() => undefined);
  answer = () => json({});
  await post("/things", { a: 1 }, "intent-2");
  const [first, second, third] = keys();
  expect(first).toBe("intent-2");
  expect(second).not.toBe("intent-2");
  expect(third).toBe(second);
});

it("keeps the server's words of a refusal", async () => {
  serve({ "GET /things": () => problem(409, "conflict", "已被处理", { detail: "李强 刚刚修改" }) });
  const error = await get("/things").catch((it) => it);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 409, code: "conflict", message: "李强 刚刚修改" });
  expect((error as ApiError).problem.request_id).toBe("req-1");
});

it("tells an ended session from a refused one", async () => {
  const signedOut = vi.fn();
  configureApi("portal", signedOut);
  serve({
    "GET /a": () => problem(401, "not-authenticated", "请登录"),
    "GET /b": () => problem(403, "forbidden", "没有权限"),
  });
  await get("/b").catch(() => undefined);
  expect(signedOut).not.toHaveBeenCalled();
  await get("/a").catch(() => undefined);
  expect(signedOut).toHaveBeenCalledTimes(1);
});

it("survives an answer that is no JSON", async () => {
  serve({ "GET /a": () => new Response("<html>", { status: 502, headers: { "Content-Type": "text/html" } }) });
  await expect(get("/a")).rejects.toMatchObject({ status: 502, code: "unexpected" });
});

it("leaves empty parameters out of the query", () => {
  expect(query({ a: "", b: undefined, c: 0, d: "x y" })).toBe("?c=0&d=x+y");
  expect(query({})).toBe("");
});
