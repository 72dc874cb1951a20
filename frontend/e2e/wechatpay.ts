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

export interface WeChatPay {
  /** What a site is started with so that it takes payments here. */
  settings: Record<string, string>;
  /** The order that was begun last. */
  order: () => Order | undefined;
  /** How often the seller asked for a code. */
  begun: () => number;
  /** Tells that the order is paid, signed here or by a stranger, each time with the same notice; comes back with the answer's status. */
  notify: (by?: "stranger") => Promise<number>;
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
  let told = false;
  let notice: string | undefined;

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
  const trade = (state: "NOTPAY" | "SUCCESS") => ({
    out_trade_no: order?.out_trade_no,
    trade_state: state,
    attach: order?.attach,
    amount: order?.amount,
    success_time: new Date().toISOString(),
  });
  const answer = (request: IncomingMessage, body: string): unknown => {
    const path = request.url ?? "";
    if (request.method === "POST" && path === "/v3/pay/transactions/native") {
      order = JSON.parse(body) as Order;
      begun++;
      return { code_url: `weixin://wxpay/bizpayurl?pr=${order.out_trade_no}` };
    }
    if (request.method === "GET" && path.startsWith(`/v3/pay/transactions/out-trade-no/${order?.out_trade_no}?`))
      return trade(told ? "SUCCESS" : "NOTPAY");
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
    response.writeHead(200, signed(out)).end(out);
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  /** The notice's text, sealed with the secret that both sides know; made once, since a repeated notice is the same. */
  const seal = (): string => {
    const nonce = randomBytes(6).toString("hex");
    const cipher = createCipheriv("aes-256-gcm", secret, nonce).setAAD(Buffer.from("transaction"));
    const sealed = Buffer.concat([
      cipher.update(JSON.stringify(trade("SUCCESS"))),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return JSON.stringify({
      id: `EV-${order?.out_trade_no}`,
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
    notify: async (by) => {
      if (!order) throw new Error("nothing was begun here");
      notice ??= seal();
      const key = by === "stranger" ? stranger.privateKey : own.privateKey;
      const said = await fetch(order.notify_url, { method: "POST", headers: signed(notice, key), body: notice });
      await said.text();
      told ||= said.ok;
      return said.status;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
