import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import type { Site } from "./server";

/** What a small server answers with; a text is a page. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Asked {
  method: string;
  url: URL;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A small server that stands where a payment provider's does, with a folder for its keys. */
export interface Taker {
  address: string;
  /** Writes a key or a secret, and comes back with the file's name. */
  file: (name: string, text: string) => Promise<string>;
  stop: () => Promise<void>;
}

export async function startTaker(answer: (asked: Asked) => Answer): Promise<Taker> {
  const folder = await mkdtemp(join(tmpdir(), "hefu-e2e-taker-"));
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const said = answer({ method: request.method ?? "GET", url, headers: request.headers, body });
    const page = typeof said.body === "string";
    const media = page ? "text/html; charset=utf-8" : "application/json";
    response.writeHead(said.status ?? 200, { "Content-Type": media, ...said.headers });
    response.end(page ? said.body : JSON.stringify(said.body ?? {}));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    file: async (name, text) => {
      await writeFile(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A provider's own page: what is to be paid, and the ways on from it. */
export function payPage(title: string, total: string, pay: string, back?: string): string {
  const leave = back ? `<p><a href="${back.replaceAll("&", "&amp;")}">Back</a></p>` : "";
  return `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><p data-testid="total">${total}</p>
<form method="post" action="${pay.replaceAll("&", "&amp;")}"><button>Pay</button></form>${leave}</html>`;
}

/** Signs a person of the demo books in, in a browser of their own. */
export async function openAs(
  browser: Browser,
  site: Site,
  who: string,
  at: string,
  phone = true,
  locale = "zh-CN",
): Promise<Page> {
  const audience = at.startsWith("/console") ? "backoffice" : "portal";
  const viewport = phone ? { width: 390, height: 844 } : { width: 1280, height: 900 };
  const context = await browser.newContext({ locale, viewport, hasTouch: phone, timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  await page.goto(`${site.url}/auth/${audience}/login?next=${encodeURIComponent(at)}`);
  await page.locator(`button[name=person][value="${who}"]`).click();
  await page.waitForURL((url) => url.pathname === at.split("?")[0]);
  return page;
}

/** The numbers of the receipts that the customer sees. */
export async function receiptsOf(page: Page, site: Site): Promise<string[]> {
  const answer = await page.request.get(`${site.url}/api/portal/v1/documents?kind=receipt&limit=100`);
  expect(answer.ok()).toBe(true);
  const found = (await answer.json()) as { items: { document_no: string }[] };
  return found.items.map((it) => it.document_no);
}
