import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "./server";

/**
 * Makes the demo books once for the whole run. Every file of tests starts on a copy of them, so that none sees what another
 * left behind, in whatever order and beside whatever else it runs.
 */
export default async function makeBooks(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.HEFU_URL) return undefined;
  const books = await mkdtemp(join(tmpdir(), "hefu-e2e-books-"));
  const site = await serve(books);
  await site.stop();
  process.env.HEFU_E2E_BOOKS = books;
  return () => rm(books, { recursive: true, force: true });
}
