import { createHmac, randomBytes } from "node:crypto";
import { type Answer, type Asked, payPage, startTaker } from "./taker";

interface CheckoutSession {
  id: string;
  payment: string;
  organization: string;
  amount: number;
  currency: string;
  status: "open" | "complete" | "expired";
  payment_status: "unpaid" | "paid";
  success: string;
  cancel: string;
}

export interface Stripe {
  /** What a site is started with so that it takes payments here. */
  settings: Record<string, string>;
  /** The session that was made last. */
  session: () => CheckoutSession | undefined;
  /** From now on a payment is known to Stripe itself only once it tells of it, as with ways to pay that take a while. */
  slow: (yes: boolean) => void;
  /** Tells that the last session is paid, signed here or by a stranger, always as the same event; comes back with the answer's status. */
  notify: (by?: "stranger") => Promise<number>;
  stop: () => Promise<void>;
}

const key = "sk_test_e2e";
const fee = 120; // of every payment, in the smallest unit

/** A small server where Stripe's stands: Checkout Sessions with a page to pay them on, and events signed by its rules. */
export async function startStripe(): Promise<Stripe> {
  const secret = `whsec_${randomBytes(16).toString("hex")}`;
  const sessions = new Map<string, CheckoutSession>();
  let last: CheckoutSession | undefined;
  let slow = false;

  const shown = (it: CheckoutSession) => ({
    id: it.id,
    object: "checkout.session",
    url: `${taker.address}/c/pay/${it.id}`,
    client_reference_id: it.payment,
    metadata: { hefu_payment: it.payment, hefu_organization: it.organization },
    amount_total: it.amount,
    currency: it.currency,
    status: it.status,
    payment_status: it.payment_status,
    payment_intent:
      it.payment_status === "paid"
        ? {
            id: it.id.replace("cs_", "pi_"),
            object: "payment_intent",
            status: "succeeded",
            latest_charge: {
              id: it.id.replace("cs_", "ch_"),
              object: "charge",
              balance_transaction: {
                id: it.id.replace("cs_", "txn_"),
                object: "balance_transaction",
                fee,
                currency: it.currency,
              },
            },
          }
        : null,
  });
  const fault = (status: number, code: string): Answer => ({
    status,
    body: { error: { type: "invalid_request_error", code, message: "no" } },
  });
  const create = (form: URLSearchParams): CheckoutSession => {
    const payment = form.get("client_reference_id") ?? "";
    const known = [...sessions.values()].find((it) => it.payment === payment);
    if (known) return known;
    const made: CheckoutSession = {
      id: `cs_test_${payment.replaceAll("-", "")}`,
      payment,
      organization: form.get("metadata[hefu_organization]") ?? "",
      amount: Number(form.get("line_items[0][price_data][unit_amount]")),
      currency: form.get("line_items[0][price_data][currency]") ?? "",
      status: "open",
      payment_status: "unpaid",
      success: form.get("success_url") ?? "",
      cancel: form.get("cancel_url") ?? "",
    };
    sessions.set(made.id, made);
    last = made;
    return made;
  };
  const api = (asked: Asked): Answer => {
    if (asked.headers.authorization !== `Bearer ${key}`) return fault(401, "api_key_invalid");
    const [, , , , id, verb] = asked.url.pathname.split("/");
    if (!id && asked.method === "POST") return { body: shown(create(new URLSearchParams(asked.body))) };
    const found = sessions.get(id ?? "");
    if (!found) return fault(404, "resource_missing");
    if (verb === "expire") {
      if (found.status !== "open") return fault(400, "");
      found.status = "expired";
    }
    return { body: shown(found) };
  };
  const pay = (asked: Asked): Answer => {
    const found = sessions.get(asked.url.pathname.split("/")[3] ?? "");
    if (found?.status !== "open") return { status: 410, body: "<h1>This session is over</h1>" };
    if (asked.method === "GET") {
      const total = `${found.currency.toUpperCase()} ${(found.amount / 100).toFixed(2)}`;
      return { body: payPage("Checkout", total, `/c/pay/${found.id}`, found.cancel) };
    }
    found.status = "complete";
    if (!slow) found.payment_status = "paid";
    return { status: 303, headers: { Location: found.success } };
  };
  const taker = await startTaker((asked) => (asked.url.pathname.startsWith("/c/") ? pay(asked) : api(asked)));
  return {
    settings: {
      HEFU_STRIPE_KEY_FILE: await taker.file("key", key),
      HEFU_STRIPE_WEBHOOK_SECRET_FILE: await taker.file("secret", secret),
      HEFU_STRIPE_ADDRESS: taker.address,
    },
    session: () => last,
    slow: (yes) => {
      slow = yes;
    },
    notify: async (by) => {
      if (!last) throw new Error("nothing was begun here");
      const told: CheckoutSession = { ...last, payment_status: "paid" };
      const at = Math.floor(Date.now() / 1000);
      const body = JSON.stringify({
        id: `evt_${last.id}`,
        object: "event",
        type: "checkout.session.completed",
        created: at,
        api_version: "2026-03-25.dahlia",
        data: { object: { ...shown(told), payment_intent: last.id.replace("cs_", "pi_") } },
      });
      if (!by) last.payment_status = "paid";
      const signature = createHmac("sha256", by ? "whsec_stranger" : secret)
        .update(`${at}.${body}`)
        .digest("hex");
      const said = await fetch(`${new URL(last.success).origin}/webhooks/stripe/${last.organization}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Stripe-Signature": `t=${at},v1=${signature}` },
        body,
      });
      await said.text();
      return said.status;
    },
    stop: taker.stop,
  };
}
