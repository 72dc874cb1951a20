import { vi } from "vitest";
import type { Session } from "../api/types";

interface Request {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
}

type Answer = (request: Request) => Response | Promise<Response>;

export function json(body: unknown, status = 200): Response {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

export function problem(status: number, code: string, title: string, more: object = {}): Response {
  return json({ type: `/problems/${code}`, title, status, code, request_id: "req-1", ...more }, status);
}

/** Answers fetch by "METHOD /path" (below the interface's prefix); anything unexpected fails the test loudly. */
export function serve(routes: Record<string, Answer>): Request[] {
  const seen: Request[] = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const path = address.replace(/^\/api\/(portal|backoffice)\/v1/, "");
    const method = init.method ?? "GET";
    const body = typeof init.body === "string" ? JSON.parse(init.body) : init.body;
    const request = { method, path, body, headers: new Headers(init.headers) };
    seen.push(request);
    const answer = routes[`${method} ${path}`] ?? routes[`${method} ${path.split("?")[0]}`];
    if (!answer) throw new Error(`no answer for ${method} ${path}`);
    return answer(request);
  });
  return seen;
}

export function session(audience: Session["audience"], change: Partial<Session> = {}): Session {
  return {
    person: { id: "p", name: "张伟", email: "zhang@example.com", locale: "zh-CN" },
    audience,
    csrf_token: "token-1",
    organization: {
      id: "o",
      code: "HD",
      name: "华东工业品",
      name_en: "East China",
      time_zone: "Asia/Shanghai",
      phone: "0512-60000000",
      address: "苏州工业园区",
      base_currency: "CNY",
    },
    roles: [],
    development: false,
    ...change,
  };
}
