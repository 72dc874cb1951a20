import { generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { type Answer, type Asked, payPage, startTaker } from "./taker";

interface Trade {
  out_trade_no: string;
  total_amount: string;
  passback_params: string;
  return_url: string;
  notify_url: string;
  state: "WAIT_BUYER_PAY" | "TRADE_SUCCESS" | "TRADE_CLOSED";
}

export interface Alipay {
  /** What a site is started with so that it takes payments here. */
  settings: Record<string, string>;
  /** The trade whose page was opened last. */
  trade: () => Trade | undefined;
  /** Tells that the last trade is paid, signed here or by a stranger, always as the same notice; comes back with what was answered. */
  notify: (by?: "stranger") => Promise<{ status: number; text: string }>;
  stop: () => Promise<void>;
}

const app = "2021000000000001";
const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

/** The parameters as they are signed: by name, without empty ones and those that are left out. */
const sorted = (of: URLSearchParams, ...without: string[]): string =>
  [...of]
    .filter(([name, value]) => value !== "" && !without.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

const signed = (text: string, by: KeyObject): string => sign("RSA-SHA256", Buffer.from(text), by).toString("base64");

const clock = (): string => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 19).replace("T", " ");

/** A small server where Alipay's gateway stands: it checks RSA2 signatures of redirects and requests, and signs its notices and answers. */
export async function startAlipay(): Promise<Alipay> {
  const [seller, own, stranger] = [pair(), pair(), pair()];
  const trades = new Map<string, Trade>();
  let last: Trade | undefined;

  const bySeller = (of: URLSearchParams): boolean =>
    of.get("app_id") === app &&
    of.get("sign_type") === "RSA2" &&
    verify(
      "RSA-SHA256",
      Buffer.from(sorted(of, "sign")),
      seller.publicKey,
      Buffer.from(of.get("sign") ?? "", "base64"),
    );
  const query = (of: URLSearchParams): Answer => {
    const method = of.get("method") ?? "";
    const found = trades.get(JSON.parse(of.get("biz_content") ?? "{}").out_trade_no);
    let said: Record<string, string> = { code: "40004", sub_code: "ACQ.TRADE_NOT_EXIST" };
    if (found && method === "alipay.trade.close" && found.state !== "WAIT_BUYER_PAY") {
      said = { code: "40004", sub_code: "ACQ.TRADE_STATUS_ERROR" };
    } else if (found) {
      if (method === "alipay.trade.close") found.state = "TRADE_CLOSED";
      const { out_trade_no, total_amount, state } = found;
      said = { code: "10000", msg: "Success", out_trade_no, total_amount, trade_status: state };
    }
    return {
      body: { [`${method.replaceAll(".", "_")}_response`]: said, sign: signed(JSON.stringify(said), own.privateKey) },
    };
  };
  const open = (of: URLSearchParams): Answer => {
    const content = JSON.parse(of.get("biz_content") ?? "{}");
    const known = trades.get(content.out_trade_no);
    last = known ?? {
      out_trade_no: content.out_trade_no,
      total_amount: content.total_amount,
      passback_params: content.passback_params,
      return_url: of.get("return_url") ?? "",
      notify_url: of.get("notify_url") ?? "",
      state: "WAIT_BUYER_PAY",
    };
    trades.set(last.out_trade_no, last);
    if (last.state === "TRADE_CLOSED") return { status: 410, body: "<h1>This trade is closed</h1>" };
    return { body: payPage("Alipay", `CNY ${last.total_amount}`, `/pay/${last.out_trade_no}`) };
  };
  const pay = (no: string): Answer => {
    const found = trades.get(no);
    if (found?.state !== "WAIT_BUYER_PAY") return { status: 410, body: "<h1>This trade is closed</h1>" };
    found.state = "TRADE_SUCCESS";
    const back = new URL(found.return_url);
    const told = new URLSearchParams({
      app_id: app,
      method: "alipay.trade.page.pay.return",
      out_trade_no: no,
      total_amount: found.total_amount,
      trade_no: `2026${no.slice(0, 24)}`,
      timestamp: clock(),
      sign_type: "RSA2",
    });
    told.set("sign", signed(sorted(told, "sign", "sign_type"), own.privateKey));
    for (const [name, value] of told) back.searchParams.set(name, value);
    return { status: 303, headers: { Location: back.href } };
  };
  const taker = await startTaker((asked: Asked): Answer => {
    const { pathname } = asked.url;
    if (pathname.startsWith("/pay/")) return pay(pathname.slice("/pay/".length));
    const given = asked.method === "GET" ? asked.url.searchParams : new URLSearchParams(asked.body);
    if (pathname !== "/gateway.do" || !bySeller(given)) return { status: 403, body: "<h1>Signature refused</h1>" };
    return given.get("method") === "alipay.trade.page.pay" ? open(given) : query(given);
  });
  return {
    settings: {
      HEFU_ALIPAY_APP_ID: app,
      HEFU_ALIPAY_KEY_FILE: await taker.file(
        "seller.pem",
        String(seller.privateKey.export({ type: "pkcs8", format: "pem" })),
      ),
      HEFU_ALIPAY_PUBLIC_KEY_FILE: await taker.file(
        "own.pem",
        String(own.publicKey.export({ type: "spki", format: "pem" })),
      ),
      HEFU_ALIPAY_GATEWAY: `${taker.address}/gateway.do`,
    },
    trade: () => last,
    notify: async (by) => {
      if (!last) throw new Error("nothing was begun here");
      const told = new URLSearchParams({
        app_id: app,
        notify_id: `n${last.out_trade_no}`,
        notify_type: "trade_status_sync",
        notify_time: clock(),
        out_trade_no: last.out_trade_no,
        trade_no: `2026${last.out_trade_no.slice(0, 24)}`,
        trade_status: "TRADE_SUCCESS",
        total_amount: last.total_amount,
        passback_params: last.passback_params,
        charset: "utf-8",
        sign_type: "RSA2",
      });
      const key = by ? stranger.privateKey : own.privateKey;
      told.set("sign", signed(sorted(told, "sign", "sign_type"), key));
      const said = await fetch(last.notify_url, { method: "POST", body: told });
      return { status: said.status, text: await said.text() };
    },
    stop: taker.stop,
  };
}
