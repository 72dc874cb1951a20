import { defineConfig } from "@playwright/test";

const chromium = process.env.HEFU_CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "e2e",
  fullyParallel: false,
  globalSetup: "./e2e/books.ts",
  // Each worker runs a server with a database of its own, a new one for every file; two at once are what a small machine carries.
  workers: process.env.HEFU_URL ? 1 : 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    timezoneId: "Asia/Shanghai",
    actionTimeout: 20_000, // what cannot be pressed is told at once, not when the whole test's time is over
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
