import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type Site, startSite } from "./server";

export { expect };

type Audience = "portal" | "backoffice";

interface Look {
  phone?: boolean;
  dark?: boolean;
}

export interface Visitor {
  context: BrowserContext;
  page: Page;
}

interface Fixtures {
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

async function open(browser: Browser, look: Look): Promise<BrowserContext> {
  return browser.newContext({
    viewport: look.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: look.phone,
    colorScheme: look.dark ? "dark" : "light",
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
}

export const test = base.extend<Fixtures, { site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures that are asked for
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.stop();
    },
    { scope: "worker", timeout: 200_000 },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  visit: async ({ browser, site }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    await use(async (audience, subject, path, look = {}) => {
      const context = await open(browser, look);
      contexts.push(context);
      watch(context, faults);
      const page = await context.newPage();
      await page.goto(`${site.url}/auth/${audience}/login?next=${encodeURIComponent(path)}`);
      await page.locator(`button[name=person][value="${subject}"]`).click();
      await page.waitForURL((url) => url.pathname === path.split("?")[0]);
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
  return {
    text: (await page.locator("pre").first().textContent()) ?? "",
    link: (await link.count()) > 0 ? ((await link.getAttribute("href")) ?? "") : "",
  };
}

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Fails with the elements that break WCAG 2.2 AA, as far as a machine can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  const found = violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(found, page.url()).toEqual([]);
}

/** Nothing may push the page wider than the screen: money that leaves the screen is money not seen. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, page.url()).toBeLessThanOrEqual(0);
}

/** Changes the language as a person would and waits until the page speaks it. */
export async function speak(page: Page, language: "zh-CN" | "en"): Promise<void> {
  if ((await page.locator("html").getAttribute("lang")) === language) return;
  const direct = page.locator(`header button[lang="${language}"]`);
  await page.locator("header details summary").last().waitFor(); // the header is there before it is asked what it has
  if (await direct.isVisible()) {
    await direct.click();
  } else {
    await page.locator("header details summary").last().click();
    await page.locator(`header details button:has([lang="${language}"])`).click();
  }
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}
