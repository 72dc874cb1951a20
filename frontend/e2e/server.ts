import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Site {
  url: string;
  stop: () => Promise<void>;
}

/**
 * The site under test: the one HEFU_URL names, or the program HEFU_BIN with a database of its own and the demo books, copied
 * from the folder HEFU_E2E_BOOKS where they were made once. With settings of its own it is always a fresh one.
 */
export async function startSite(settings?: Record<string, string>): Promise<Site> {
  const given = process.env.HEFU_URL;
  if (given && !settings) return { url: given.replace(/\/$/, ""), stop: async () => undefined };
  const data = await mkdtemp(join(tmpdir(), "hefu-e2e-"));
  const books = process.env.HEFU_E2E_BOOKS;
  if (books) await cp(books, data, { recursive: true, mode: constants.COPYFILE_FICLONE });
  const site = await serve(data, settings);
  return {
    url: site.url,
    stop: async () => {
      await site.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Runs the program on a folder of data until it is stopped, and comes back when it is ready. */
export async function serve(data: string, settings?: Record<string, string>): Promise<Site> {
  const program = process.env.HEFU_BIN;
  if (!program) throw new Error("set HEFU_BIN to the built program, or HEFU_URL to a running site");
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const server = spawn(program, ["serve", "--demo", `--base-url=${url}`], {
    env: {
      ...process.env,
      HEFU_SESSION_FRESH: "2h",
      ...settings,
      HEFU_DATA_DIR: data,
      HEFU_LOG_LEVEL: "warn",
      HEFU_LOG_FORMAT: "text",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  await ready(url, server, () => said);
  return { url, stop: () => ended(server) };
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

async function ready(url: string, server: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`the server ended:\n${said()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`the server was not ready in time:\n${said()}`);
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await gone;
}
