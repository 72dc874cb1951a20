// Builds the two applications one after the other, so that neither loads a byte that only the other one uses.
import { build } from "vite";

const applications = {
  portal: { index: "index.html", portal: "portal.html" },
  backoffice: { backoffice: "backoffice.html" },
};

let first = true;
for (const [name, input] of Object.entries(applications)) {
  await build({
    logLevel: "warn",
    build: { emptyOutDir: first, manifest: `.vite/${name}.json`, rollupOptions: { input } },
  });
  first = false;
}
