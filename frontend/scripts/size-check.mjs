// Fails when what a page loads at first (its entry and the static imports of it) outgrows its budget, gzipped.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budgets = { "portal.html": 110, "backoffice.html": 260 };
const dist = new URL("../dist/", import.meta.url);

function firstLoad(manifest, key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) firstLoad(manifest, next, seen);
  return seen;
}

let failed = false;
for (const [page, limit] of Object.entries(budgets)) {
  const sizes = { js: 0, css: 0 };
  const styles = new Set();
  const manifest = JSON.parse(readFileSync(new URL(`.vite/${page.replace(".html", ".json")}`, dist), "utf8"));
  for (const key of firstLoad(manifest, page)) {
    sizes.js += gzipSync(readFileSync(new URL(manifest[key].file, dist)), { level: 9 }).length;
    for (const style of manifest[key].css ?? []) styles.add(style);
  }
  for (const style of styles) sizes.css += gzipSync(readFileSync(new URL(style, dist)), { level: 9 }).length;
  const kib = (bytes) => (bytes / 1024).toFixed(1);
  const over = sizes.js > limit * 1024;
  failed ||= over;
  console.log(
    `${page}: JS ${kib(sizes.js)} KiB gz of ${limit}, CSS ${kib(sizes.css)} KiB gz${over ? "  TOO BIG" : ""}`,
  );
}
process.exit(failed ? 1 : 0);
