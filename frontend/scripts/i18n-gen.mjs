// Turns the ICU catalogues messages/<area>/<locale>.json into typed functions in src/<area>/messages.ts, so that no
// message is parsed in the browser and a missing key or a wrong argument does not compile. An area is a folder that holds
// both languages: portal, or portal/matching, whose words are then fetched with that page and not at first.
// With --check it writes nothing and fails where a generated file is stale or a message is used nowhere.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";

const root = new URL("../", import.meta.url);
const areas = readdirSync(new URL("messages", root), { recursive: true })
  .filter((name) => name.endsWith("en.json"))
  .map((name) => name.slice(0, -"/en.json".length))
  .sort();
const checking = process.argv.includes("--check");
let stale = false;

for (const area of areas) {
  const zh = catalogue(area, "zh-CN");
  const en = catalogue(area, "en");
  const differing = [...Object.keys(zh), ...Object.keys(en)].filter((key) => !(key in zh) || !(key in en));
  if (differing.length) throw new Error(`${area}: only in one language: ${[...new Set(differing)].join(", ")}`);
  emit(area, source(area, zh, en));
}
if (stale) {
  console.error("messages.ts is stale: run npm run messages");
  process.exit(1);
}
if (checking) refuseUnused();

function refuseUnused() {
  const src = new URL("src", root).pathname;
  const code = readdirSync(src, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith("messages.ts"))
    .map((name) => readFileSync(join(src, name), "utf8"))
    .join("\n");
  const used = new Set(Array.from(code.matchAll(/\.([a-z][A-Za-z0-9]*)\b/g), (found) => found[1]));
  const unused = areas.flatMap((area) =>
    Object.keys(catalogue(area, "en"))
      .filter((key) => !used.has(key))
      .map((key) => `${area}.${key}`),
  );
  if (unused.length === 0) return;
  console.error(`messages that nothing uses: ${unused.join(", ")}`);
  process.exit(1);
}

function catalogue(area, locale) {
  return JSON.parse(readFileSync(new URL(`messages/${area}/${locale}.json`, root), "utf8"));
}

function emit(area, text) {
  const file = new URL(`src/${area}/messages.ts`, root);
  mkdirSync(new URL(".", file), { recursive: true });
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  if (checking) stale = true;
  else writeFileSync(file, text);
}

function source(area, zh, en) {
  const functions = Object.keys(zh)
    .sort()
    .map((key) => messageFunction(area, key, zh[key], en[key]));
  const used = ["isEnglish", "plural", "text"].filter((name) => functions.some((it) => it.includes(`${name}(`)));
  const from = area === "shared" ? "./i18n/locale" : `${"../".repeat(area.split("/").length)}shared/i18n/locale`;
  return `// Generated from messages/${area} by scripts/i18n-gen.mjs; edit the catalogues.\nimport { ${used.join(", ")} } from "${from}";\n\n${functions.join("\n")}\n`;
}

function messageFunction(area, key, zh, en) {
  if (!/^[a-z][A-Za-z0-9]*$/.test(key)) throw new Error(`${area}: key ${key} is not a camelCase name`);
  const parameters = new Map();
  const [inChinese, inEnglish] = [zh, en].map((message, at) => {
    try {
      return expression(parse(message), parameters, undefined);
    } catch (error) {
      throw new Error(`${area}/${at ? "en" : "zh-CN"}: ${key}: ${error.message}`);
    }
  });
  const fields = [...parameters].sort().map(([name, type]) => `${name}: ${type}`);
  const argument = fields.length ? `p: { ${fields.join("; ")} }` : "";
  return `export const ${key} = (${argument}) => (isEnglish() ? ${inEnglish} : ${inChinese});`;
}

function expression(nodes, parameters, counted) {
  const parts = nodes.map((node) => {
    switch (node.type) {
      case TYPE.literal:
        return node.value.replace(/[`\\$]/g, "\\$&");
      case TYPE.argument:
        if (!parameters.has(node.value)) parameters.set(node.value, "string | number");
        return `\${text(p.${node.value})}`;
      case TYPE.pound:
        return `\${text(p.${counted})}`;
      case TYPE.plural:
        parameters.set(node.value, "number");
        return `\${${choice("plural", node, parameters, node.value)}}`;
      case TYPE.select:
        parameters.set(node.value, "string");
        return `\${${choice("select", node, parameters, counted)}}`;
      default:
        throw new Error("only literals, arguments, plural and select are supported");
    }
  });
  return `\`${parts.join("")}\``;
}

function choice(kind, node, parameters, counted) {
  if (node.offset) throw new Error("plural offset is not supported");
  const value = `p.${node.value}`;
  const options = Object.entries(node.options).filter(([name]) => name !== "other");
  let chain = expression(node.options.other.value, parameters, counted);
  for (const [name, option] of options.reverse()) {
    const test = name.startsWith("=")
      ? `${value} === ${Number(name.slice(1))}`
      : kind === "plural"
        ? `plural(${value}) === "${name}"`
        : `${value} === "${name}"`;
    chain = `${test} ? ${expression(option.value, parameters, counted)} : ${chain}`;
  }
  return chain;
}
