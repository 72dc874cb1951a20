import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type Site, startSite } from "./server";

export { expect };

type Audience = "portal" | "backoffice";

export type Language = "zh-CN" | "en";

interface Look {
  phone?: boolean;
  dark?: boolean;
  language?: Language;
}

/** One way a customer reads the portal, with the demo customer who does. */
export interface Reader extends Look {
  who: string;
  phone: boolean;
  language: Language;
  title: string;
}

/** Phone and desktop in both languages, each with a customer of its own, so that what one answers is still open for the others. */
export function each(...customers: [string, string, string, string]): Reader[] {
  const way = (who: string, phone: boolean, language: Language, dark: boolean): Reader => {
    return { who, phone, language, dark, title: `${phone ? "phone" : "desktop"}, ${language}` };
  };
  const [a, b, c, d] = customers;
  return [
    way(a, true, "zh-CN", false),
    way(b, false, "zh-CN", true),
    way(c, true, "en", true),
    way(d, false, "en", false),
  ];
}

export interface Visitor {
  context: BrowserContext;
  page: Page;
}

interface Fixtures {
  site: Site;
  /** Calls the back office as somebody of the staff. */
  staff: (subject: string) => Promise<Call>;
  /** Opens a browser of its own for a person of the demo books and signs them in. */
  visit: (audience: Audience, subject: string, path: string, look?: Look) => Promise<Page>;
  /** Opens a browser of its own in which nobody is signed in. */
  stranger: (look?: Look) => Promise<Page>;
}

/** What no page may do: complain on the console, break the content security policy, throw, or get a 5xx. */
function watch(context: BrowserContext, faults: string[]): void {
  context.on("console", (message) => {
    // A 4xx that the page expects and shows is logged by the browser as an error too.
    if (message.type() !== "error" || /status of 4\d\d/.test(message.text())) return;
    // The outbox shows a mail in a frame that runs no scripts, and the browser says so when the test looks around.
    if (message.text().includes("about:srcdoc")) return;
    faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`thrown: ${error.error().message}`));
  context.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
}

type Kept = Awaited<ReturnType<BrowserContext["storageState"]>>;

async function open(browser: Browser, look: Look, storageState?: Kept): Promise<BrowserContext> {
  return browser.newContext({
    storageState,
    viewport: look.phone ? { width: 390, height: 844 } : { width: look.language ? 1280 : 1440, height: 900 },
    hasTouch: look.phone,
    colorScheme: look.dark ? "dark" : "light",
    locale: look.language ?? "zh-CN", // what pages before the sign-in go by
    timezoneId: "Asia/Shanghai",
  });
}

/** What staff do beside the flow under test, over the interface that their pages use. */
export type Call = <T>(method: "GET" | "POST" | "PUT", path: string, body?: unknown) => Promise<T>;

/** The site of the file of tests that runs, with who is signed in there. The next file gets one of its own. */
class House {
  signedIn = new Map<string, Kept>();
  calls = new Map<string, Call>();
  contexts: BrowserContext[] = [];
  private file = "";
  private now?: Site;

  async site(file: string): Promise<Site> {
    if (this.now && this.file === file) return this.now;
    await this.leave();
    this.file = file;
    this.now = await startSite();
    return this.now;
  }

  async leave(): Promise<void> {
    for (const it of this.contexts) await it.close();
    this.contexts = [];
    this.signedIn.clear();
    this.calls.clear();
    await this.now?.stop();
    this.now = undefined;
  }
}

function callFrom(page: Page): Call {
  return (method, path, body) =>
    page.evaluate(
      async ([method, path, body]) => {
        const at = "/api/backoffice/v1";
        const session = await (await fetch(`${at}/session`)).json();
        const headers = {
          "Content-Type": "application/json",
          "X-CSRF-Token": session.csrf_token,
          "Idempotency-Key": crypto.randomUUID(),
        };
        const answer = await fetch(at + path, method === "GET" ? {} : { method, headers, body });
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
        return answer.json();
      },
      [method, path, JSON.stringify(body)] as const,
    );
}

export const test = base.extend<Fixtures, { house: House }>({
  house: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures that are asked for
    async ({}, use) => {
      const house = new House();
      await use(house);
      await house.leave();
    },
    { scope: "worker" },
  ],
  site: [async ({ house }, use, info) => use(await house.site(info.file)), { timeout: 200_000 }],
  staff: async ({ browser, site, house }, use) => {
    await use(async (subject) => {
      const known = house.calls.get(subject);
      if (known) return known;
      const own = await open(browser, {});
      house.contexts.push(own);
      const page = await own.newPage();
      await page.goto(`${site.url}/auth/backoffice/login?next=/console/help`);
      await page.locator(`button[name=person][value="${subject}"]`).click();
      await page.waitForURL((url) => url.pathname.startsWith("/console"));
      const call = callFrom(page);
      house.calls.set(subject, call);
      return call;
    });
  },
  baseURL: async ({ site }, use) => use(site.url),
  // A customer's person signs in once a file; staff each time, because what they sign wants a fresh sign-in.
  visit: async ({ browser, site, house }, use) => {
    const { signedIn } = house;
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    await use(async (audience, subject, path, look = {}) => {
      const kept = audience === "portal" ? signedIn.get(subject) : undefined;
      const context = await open(browser, look, kept);
      contexts.push(context);
      watch(context, faults);
      const page = await context.newPage();
      if (kept) {
        await page.goto(`${site.url}${path}`);
      } else {
        await page.goto(`${site.url}/auth/${audience}/login?next=${encodeURIComponent(path)}`);
        await page.locator(`button[name=person][value="${subject}"]`).click();
        await page.waitForURL((url) => url.pathname === path.split("?")[0]);
        if (audience === "portal") signedIn.set(subject, await context.storageState());
      }
      if (look.language) await speak(page, look.language);
      return page;
    });
    for (const context of contexts) await context.close();
    expect(faults, "the pages complained").toEqual([]);
  },
  stranger: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    await use(async (look = {}) => {
      const context = await open(browser, look);
      contexts.push(context);
      watch(context, faults);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    expect(faults, "the pages complained").toEqual([]);
  },
});

/** The newest mail to somebody whose subject fits, out of the development outbox: its text, and its link into the portal. */
export async function newestMail(page: Page, to: string, subject: RegExp): Promise<{ text: string; link: string }> {
  let address = "";
  await expect(async () => {
    await page.goto(`/dev/outbox?q=${encodeURIComponent(to)}`);
    const found = page.locator("ul.mails a", { has: page.locator("strong", { hasText: subject }) }).first();
    address = (await found.getAttribute("href", { timeout: 1000 })) ?? "";
  }).toPass({ timeout: 30_000 });
  await page.goto(address);
  const link = page.locator('section a[href*="/p/"]').first();
  const href = (await link.count()) > 0 ? await link.getAttribute("href") : null;
  return { text: (await page.locator("pre").first().textContent()) ?? "", link: href ? here(page, href) : "" };
}

/** A mail of the demo books names the address they were made at; their copy is served at this page's. */
function here(page: Page, link: string): string {
  const { pathname, search } = new URL(link);
  return new URL(pathname + search, page.url()).href;
}

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Waits until no colour is on its way to another: a button that has just become usable has the contrast of neither state. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((it) => it instanceof CSSTransition && it.playState === "running")
        .map((it) => it.finished),
    ),
  );
}

/** Fails with the elements that break WCAG 2.2 AA, as far as a machine can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  const found = violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(found, page.url()).toEqual([]);
}

/** Accessible, in the reader's language and whole: on a phone also at the narrowest width that is promised. */
export async function expectReadable(page: Page, reader: Reader): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", reader.language);
  await expect(page.getByRole("status", { name: /正在加载|Loading/ })).toHaveCount(0);
  await expectAccessible(page);
  const size = page.viewportSize();
  for (const width of reader.phone ? [320, 390] : [1280]) {
    await page.setViewportSize({ width, height: size?.height ?? 900 });
    await expectNoSidewaysScroll(page);
    await picture(page, width);
  }
  await expect(page.locator("body"), "a word is missing").not.toContainText(/undefined|NaN|\[object|\{\w+[},]/);
}

/** Keeps a picture of each page that was looked at, where HEFU_PICTURES names a folder. */
async function picture(page: Page, width: number): Promise<void> {
  const folder = process.env.HEFU_PICTURES;
  if (!folder) return;
  const info = test.info();
  const taken = info.annotations.filter((it) => it.type === "picture").length;
  info.annotations.push({ type: "picture" });
  const name = `${info.titlePath.join(" ").replace(/[^\w-]+/g, "_")}-${String(taken).padStart(2, "0")}-${width}.png`;
  await page.screenshot({ path: `${folder}/${name}`, fullPage: true });
}

/** Nothing may push the page wider than the screen: money that leaves the screen is money not seen. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, page.url()).toBeLessThanOrEqual(0);
}

/** Changes the language as a person would and waits until the page speaks it. */
export async function speak(page: Page, language: Language): Promise<void> {
  await page.locator("header details summary").last().waitFor(); // before the session is known the browser's language shows
  if ((await page.locator("html").getAttribute("lang")) === language) return;
  const direct = page.locator(`header button[lang="${language}"]`);
  if (await direct.isVisible()) {
    await direct.click();
  } else {
    await page.locator("header details summary").last().click();
    await page.locator(`header details button:has([lang="${language}"])`).click();
  }
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}
