import type { components } from "../../shared/api/schema";
import { readAmount, sum, toMinor } from "../../shared/money";

type Schemas = components["schemas"];

export type OpenItem = Schemas["BackofficeOpenItem"];
export type Preview = Schemas["BackofficeAllocationPreview"];
export type Suggestion = Schemas["BackofficeAllocationSuggestion"];
export type Suggestions = Schemas["BackofficeAllocationSuggestions"];
export type Made = Schemas["BackofficeSettlementMade"];
export type SettlementRow = Schemas["BackofficeSettlementRow"];
export type Settlement = Schemas["BackofficeSettlementWhole"];
export type EntryLine = Schemas["BackofficeEntryLine"];
export type Extra = Schemas["BackofficePreviewExtra"];

export type Side = "debit" | "credit";

/** What is chosen: by item the amount that was typed, or nothing for all that is open. */
export type Chosen = ReadonlyMap<string, string>;

/** What of an item is to be settled; undefined where what was typed is no amount of at most what is open. */
export function amountOf(item: OpenItem, typed: string): string | undefined {
  if (typed.trim() === "") return item.open;
  const amount = readAmount(typed, item.currency);
  if (amount === undefined) return undefined;
  const minor = toMinor(amount, item.currency);
  return minor > 0n && minor <= toMinor(item.open, item.currency) ? amount : undefined;
}

/** The running sum of what is chosen, one a currency. Only the server says what comes of it. */
export function sums(items: OpenItem[], chosen: Chosen): [currency: string, amount: string][] {
  const amounts = new Map<string, string[]>();
  for (const item of items) {
    const typed = chosen.get(item.id);
    if (typed === undefined) continue;
    const amount = amountOf(item, typed);
    if (amount === undefined) continue;
    const so = amounts.get(item.currency);
    if (so) so.push(amount);
    else amounts.set(item.currency, [amount]);
  }
  return [...amounts].map(([currency, parts]) => [currency, sum(parts, currency)]);
}

export type Order = "due" | "amount" | "no";

/** The items of one side that fit what is looked for, in the order asked for. */
export function listed(items: OpenItem[], text: string, currency: string, order: Order): OpenItem[] {
  const wanted = text.normalize("NFKC").trim().toLowerCase();
  const plain = wanted.replaceAll(",", "");
  const found = items.filter(
    (it) =>
      (!currency || it.currency === currency) &&
      (!wanted ||
        it.open.startsWith(plain) ||
        [it.document.document_no, it.invoice_no, it.order_no, it.description].some((part) =>
          part?.toLowerCase().includes(wanted),
        )),
  );
  if (order === "no") found.sort((a, b) => (a.document.document_no < b.document.document_no ? -1 : 1));
  if (order === "amount") {
    found.sort((a, b) => {
      const [x, y] = [toMinor(a.open, a.currency), toMinor(b.open, b.currency)];
      return x === y ? 0 : x > y ? -1 : 1;
    });
  }
  return found;
}

/** What the server is asked: undefined while a side is empty or an amount is not one. */
export function request(
  customer: string,
  on: string,
  debits: OpenItem[],
  credits: OpenItem[],
  chosen: Chosen,
  options: { discount: boolean; difference: boolean },
) {
  const amounts: Record<string, string> = {};
  let sound = true;
  const ids = (items: OpenItem[]) =>
    items
      .filter((it) => chosen.has(it.id))
      .map((it) => {
        const typed = chosen.get(it.id) ?? "";
        const amount = amountOf(it, typed);
        if (amount === undefined) sound = false;
        else if (typed.trim() !== "") amounts[it.id] = amount;
        return it.id;
      });
  const body = {
    customer_id: customer,
    effective_date: on,
    debits: ids(debits),
    credits: ids(credits),
    amounts,
    ...options,
  };
  return sound && on && body.debits.length > 0 && body.credits.length > 0 ? body : undefined;
}
