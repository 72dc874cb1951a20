// A registry mirror may lack the prebuilt binaries of other platforms. `npm install` then leaves them out of
// package-lock.json, and `npm ci` refuses the lock. This adds an entry for each missing exact-version optional
// dependency: npm checks os, cpu and libc first and never fetches what is not for the machine it runs on.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];

function platformOf(name) {
  const words = name.split("/").pop().split(/[-_.]/);
  const os = systems.find((it) => words.includes(it));
  const cpu = processors.find((it) => words.includes(it));
  if (!os && !name.includes("wasm")) throw new Error(`cannot tell the platform of ${name}`);
  const libc = os === "linux" ? (words.some((it) => it.startsWith("musl")) ? "musl" : "glibc") : undefined;
  return {
    ...(cpu ? { cpu: [cpu] } : { cpu: ["wasm32"] }),
    ...(os ? { os: [os] } : {}),
    ...(libc ? { libc: [libc] } : {}),
  };
}

let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (!exact.test(version) || lock.packages[path]) continue;
    lock.packages[path] = {
      version,
      ...platformOf(name),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
    added++;
  }
}
for (const entry of Object.values(lock.packages)) {
  delete entry.resolved;
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} entries added for other platforms`);
