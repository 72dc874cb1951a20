import { createCipheriv, generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Order {
  out_trade_no: string;
  attach: string;
  notify_url: string;
  amount: { total: number; currency: string };
}

type State = "NOTPAY" | "SUCCESS" | "CLOSED";

export interface WeChatPay {
  /** What a site is started with so that it takes payments here. */
  settings: Record<string, string>;
  /** The order that was begun last. */
  order: () => Order | undefined;
  /** How often the seller asked for a code. */
  begun: () => number;
  /** How an order stands here. */
  stateOf: (no: string) => State | undefined;
  /** The order that was begun last closes by itself, because its time is over. */
  runOut: () => void;
  /** Tells that an order is paid, the last one unless another is named, signed here or by a stranger, each time with the same notice; comes back with the answer's status. */
  notify: (by?: "stranger", no?: string) => Promise<number>;
  stop: () => Promise<void>;
}

const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const merchant = { mchid: "1900000001", serial_no: "MERCHANT-1" };
const keyId = "PUB_KEY_ID_1";

/** A small server where WeChat Pay's stands, of API v3: it checks the seller's signature and signs what it says by the same rules. */
export async function startWeChatPay(): Promise<WeChatPay> {
  const [seller, own, stranger] = [pair(), pair(), pair()];
  const secret = randomBytes(16).toString("hex");
  const folder = await mkdtemp(join(tmpdir(), "hefu-e2e-wechat-"));
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  let order: Order | undefined;
  let begun = 0;
  const orders = new Map<string, { order: Order; state: State }>();
  const notices = new Map<string, string>();

  const signed = (body: string, key = own.privateKey): Record<string, string> => {
    const [at, nonce] = [String(Math.floor(Date.now() / 1000)), randomBytes(16).toString("hex")];
    return {
      "Content-Type": "application/json",
      "Wechatpay-Timestamp": at,
      "Wechatpay-Nonce": nonce,
      "Wechatpay-Serial": keyId,
      "Wechatpay-Signature": sign("RSA-SHA256", Buffer.from(`${at}\n${nonce}\n${body}\n`), key).toString("base64"),
    };
  };
  const trade = ({ out_trade_no, attach, amount }: Order, state: State) => ({
    out_trade_no,
    trade_state: state,
    attach,
    amount,
    success_time: new Date().toISOString(),
  });
  const answer = (request: IncomingMessage, body: string): unknown => {
    const path = request.url ?? "";
    const [, no, verb] = /^\/v3\/pay\/transactions\/out-trade-no\/(\w+)(\/close|\?)/.exec(path) ?? [];
    const found = orders.get(no ?? "");
    if (request.method === "POST" && path === "/v3/pay/transactions/native") {
      order = JSON.parse(body) as Order;
      begun++;
      orders.set(order.out_trade_no, { order, state: "NOTPAY" });
      return { code_url: `weixin://wxpay/bizpayurl?pr=${order.out_trade_no}` };
    }
    if (found && request.method === "GET") return trade(found.order, found.state);
    if (found && verb === "/close") {
      if (found.state !== "NOTPAY") return { code: found.state === "SUCCESS" ? "ORDERPAID" : "ORDER_CLOSED" };
      found.state = "CLOSED";
      return {};
    }
    return undefined;
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const given = Object.fromEntries(
      [...(request.headers.authorization ?? "").matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    const text = `${request.method}\n${request.url}\n${given.timestamp}\n${given.nonce_str}\n${body}\n`;
    const theirs = Buffer.from(given.signature ?? "", "base64");
    const known = given.mchid === merchant.mchid && given.serial_no === merchant.serial_no;
    if (!known || !verify("RSA-SHA256", Buffer.from(text), seller.publicKey, theirs)) {
      response.writeHead(401).end(JSON.stringify({ code: "SIGN_ERROR" }));
      return;
    }
    const said = answer(request, body);
    if (said === undefined) {
      response.writeHead(404).end(JSON.stringify({ code: "RESOURCE_NOT_EXISTS" }));
      return;
    }
    const out = JSON.stringify(said);
    const refused = typeof said === "object" && said !== null && "code" in said;
    response.writeHead(refused ? 400 : 200, signed(out)).end(out);
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  /** The notice's text, sealed with the secret that both sides know; made once, since a repeated notice is the same. */
  const seal = (of: Order): string => {
    const nonce = randomBytes(6).toString("hex");
    const cipher = createCipheriv("aes-256-gcm", secret, nonce).setAAD(Buffer.from("transaction"));
    const sealed = Buffer.concat([
      cipher.update(JSON.stringify(trade(of, "SUCCESS"))),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return JSON.stringify({
      id: `EV-${of.out_trade_no}`,
      create_time: new Date().toISOString(),
      event_type: "TRANSACTION.SUCCESS",
      resource_type: "encrypt-resource",
      resource: {
        algorithm: "AEAD_AES_256_GCM",
        nonce,
        associated_data: "transaction",
        ciphertext: sealed.toString("base64"),
      },
    });
  };
  return {
    settings: {
      HEFU_WECHAT_PAY_MERCHANT_ID: merchant.mchid,
      HEFU_WECHAT_PAY_APP_ID: "wx0000000000000001",
      HEFU_WECHAT_PAY_SERIAL: merchant.serial_no,
      HEFU_WECHAT_PAY_KEY_FILE: await file(
        "seller.pem",
        String(seller.privateKey.export({ type: "pkcs8", format: "pem" })),
      ),
      HEFU_WECHAT_PAY_PUBLIC_KEY_ID: keyId,
      HEFU_WECHAT_PAY_PUBLIC_KEY_FILE: await file(
        "own.pem",
        String(own.publicKey.export({ type: "spki", format: "pem" })),
      ),
      HEFU_WECHAT_PAY_API_V3_KEY_FILE: await file("secret", secret),
      HEFU_WECHAT_PAY_ADDRESS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
    order: () => order,
    begun: () => begun,
    stateOf: (no) => orders.get(no)?.state,
    runOut: () => {
      const last = orders.get(order?.out_trade_no ?? "");
      if (last) last.state = "CLOSED";
    },
    notify: async (by, no) => {
      const about = orders.get(no ?? order?.out_trade_no ?? "");
      if (!about) throw new Error("nothing was begun here");
      const notice = notices.get(about.order.out_trade_no) ?? seal(about.order);
      notices.set(about.order.out_trade_no, notice);
      const key = by === "stranger" ? stranger.privateKey : own.privateKey;
      const said = await fetch(about.order.notify_url, { method: "POST", headers: signed(notice, key), body: notice });
      await said.text();
      if (said.ok) about.state = "SUCCESS";
      return said.status;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
