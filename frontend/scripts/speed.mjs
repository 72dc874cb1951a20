// How soon a statement can be used, and how smoothly a long one scrolls, in a real browser against a running demo site:
//
//   HEFU_URL=http://localhost:8080 node scripts/speed.mjs
//
// Each first load is in a fresh browser context on a phone's screen over ordinary 4G (9 Mbit/s, 60 ms), and is set beside the bare
// baseline of the same turn: the browser opening the same statement's content as plain JSON. It posts 5,000 receivables to one
// customer of the demo, so it is meant for a demo site alone.
import { chromium } from "@playwright/test";

const site = (process.env.HEFU_URL ?? "").replace(/\/$/, "");
const rounds = Number(process.env.HEFU_ROUNDS ?? 7);
if (!site) throw new Error("set HEFU_URL to a running demo site");
const browser = await chromium.launch({
  executablePath: process.env.HEFU_CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
const fourG = { offline: false, latency: 60, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 };
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const shown = (values) =>
  `${median(values).toFixed(0)} ms [${Math.min(...values).toFixed(0)}..${Math.max(...values).toFixed(0)}]`;

const state = await signedIn("portal", "c1001.finance");
const shortOne = await statementOf(state, (it) => it.line_count >= 500 && it.line_count < 2000);
console.log(`a statement of ${shortOne.line_count} lines, ${rounds} first loads, 390 px, 9 Mbit/s, 60 ms`);
for (const slowdown of [1, 4]) await firstLoads(shortOne, slowdown);

const long = await longStatement();
console.log(`a statement of ${long.line_count} lines`);
for (const width of [390, 1280]) await scroll(long, width);
await browser.close();

async function firstLoads(statement, slowdown) {
  const taken = { paint: [], rows: [], bare: [] };
  for (let round = 0; round <= rounds; round++) {
    const page = await load(`${site}/p/s/${statement.id}`, slowdown);
    await page.waitForFunction(() => window.rowsAt !== undefined, undefined, { polling: 20 });
    const { paint, rows } = await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      rows: window.rowsAt,
    }));
    await page.context().close();
    const bare = await load(`${site}/api/portal/v1/statements/${statement.id}/content`, slowdown);
    const whole = await bare.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventStart);
    await bare.context().close();
    if (round === 0) continue; // the first one warms the server
    taken.paint.push(paint);
    taken.rows.push(rows);
    taken.bare.push(whole);
  }
  const ratio = median(taken.rows.map((rows, at) => rows / taken.bare[at])).toFixed(2);
  console.log(
    `  processor ÷ ${slowdown}: first paint ${shown(taken.paint)}, lines can be ticked ${shown(taken.rows)}, bare JSON ${shown(taken.bare)}: ${ratio} times it`,
  );
}

async function load(url, slowdown) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    storageState: state,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  const page = await context.newPage();
  // The moment when a line can be ticked: its box is there, painted, and nothing runs that would keep a tap waiting.
  await page.addInitScript(() => {
    new MutationObserver((_, watching) => {
      if (document.querySelectorAll('main input[type="checkbox"]').length < 2) return;
      watching.disconnect();
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, { rowsAt: performance.now() })));
    }).observe(document, { childList: true, subtree: true });
  });
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.emulateNetworkConditions", fourG);
  await wire.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(url, { waitUntil: "load" });
  return page;
}

/** Scrolls from top to bottom a screen at a time and looks, in each frame, whether a part of the list has no line. */
async function scroll(statement, width) {
  const context = await browser.newContext({ viewport: { width, height: 844 }, storageState: state, locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto(`${site}/p/s/${statement.id}`);
  await page.locator('main input[type="checkbox"]').nth(3).waitFor();
  const { frames, gaps } = await page.evaluate(async () => {
    const frames = [];
    let gaps = 0;
    let before = performance.now();
    const next = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await next();
    while (window.scrollY + window.innerHeight < document.documentElement.scrollHeight - 4 && frames.length < 1000) {
      window.scrollBy(0, window.innerHeight * 0.8);
      before = performance.now();
      await next();
      await next(); // the frame in which what came into view is painted
      frames.push((performance.now() - before) / 2);
      const middle = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2);
      if (!middle?.closest("tr, li, [role=row], footer")) gaps++;
    }
    return { frames, gaps };
  });
  frames.sort((a, b) => a - b);
  const at = (share) => frames[Math.floor((frames.length - 1) * share)].toFixed(0);
  console.log(
    `  ${width} px: ${frames.length} screens, a frame p50 ${at(0.5)} ms, p95 ${at(0.95)} ms; screens without a line in their middle: ${gaps}`,
  );
  await context.close();
}

async function signedIn(audience, person) {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto(`${site}/auth/${audience}/login?next=${audience === "portal" ? "/p" : "/console"}`);
  await page.locator(`button[name=person][value="${person}"]`).click();
  await page.waitForURL((url) => url.pathname.startsWith(audience === "portal" ? "/p" : "/console"));
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("hefu.guided")) localStorage.removeItem(key);
  });
  const kept = await context.storageState();
  await context.close();
  return kept;
}

/** The first of the customer's statements that fits. */
async function statementOf(signed, fits) {
  const context = await browser.newContext({ storageState: signed });
  const { items } = await (await context.request.get(`${site}/api/portal/v1/statements?limit=100`)).json();
  await context.close();
  const found = items.find(fits);
  if (!found) throw new Error("the demo has no such statement");
  return found;
}

/** A statement of 5,000 lines for the same customer, posted and issued through the API as an accountant would. */
async function longStatement() {
  const many = (it) => it.line_count >= 5000;
  const had = await statementOf(state, many).catch(() => undefined);
  if (had) return had;
  const context = await browser.newContext({ storageState: await signedIn("backoffice", "wang.min") });
  const api = `${site}/api/backoffice/v1`;
  const session = await (await context.request.get(`${api}/session`)).json();
  const send = async (path, data) => {
    const answer = await context.request.post(`${api}${path}`, {
      data,
      headers: { "X-CSRF-Token": session.csrf_token, Origin: site, "Idempotency-Key": crypto.randomUUID() },
    });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const portal = await browser.newContext({ storageState: state });
  const { customer } = await (await portal.request.get(`${site}/api/portal/v1/session`)).json();
  await portal.close();
  const today = new Date().toISOString().slice(0, 10);
  for (let set = 0; set < 50; set++) {
    await send("/postings", {
      documents: Array.from({ length: 100 }, (_, at) => ({
        kind: "receivable",
        customer_id: customer.id,
        currency: "CNY",
        document_date: today,
        source_kind: "invoice",
        source_system: "speed",
        source_id: `${today}-${set}-${at}`,
        lines: [
          {
            description: `物料 ${set * 100 + at}`,
            quantity: "1",
            unit_price: "100",
            net: "100.00",
            tax_rate: "13",
            tax: "13.00",
            gross: "113.00",
          },
        ],
      })),
    });
  }
  const run = await send("/statement-runs", {
    period_start: `${today.slice(0, 8)}01`,
    cut_off: today,
    customer_ids: [customer.id],
    issue: true,
  });
  let current = run;
  while (current.state === "queued" || current.state === "running") {
    await new Promise((resolve) => setTimeout(resolve, 300));
    current = await (await context.request.get(`${api}/statement-runs/${run.id}`)).json();
  }

  await context.close();
  return statementOf(state, many);
}
