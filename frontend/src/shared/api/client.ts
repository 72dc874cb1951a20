import type { Problem } from "./types";

/** A refusal of the server, or the network's failure to reach it (status 0). */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

type Audience = "portal" | "backoffice";

let audience: Audience = "portal";
let csrfToken = "";
let onSignedOut: () => void = () => {};

/** Names the interface this page talks to, and what to do when the session has ended. */
export function configureApi(to: Audience, signedOut: () => void): void {
  audience = to;
  onSignedOut = signedOut;
}

export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

export function knownCsrfToken(): string {
  return csrfToken;
}

/** The address of the interface's path, for links and for EventSource. */
export function apiPath(path: string): string {
  return `/api/${audience}/v1${path}`;
}

/** Where a person signs in, coming back to the page they are on. */
export function signInPath(): string {
  const here = window.location.pathname + window.location.search;
  return `/auth/${audience}/login?next=${encodeURIComponent(here)}`;
}

/** Where a person proves once more who they are, in a window of its own. */
export function signInAgainPath(): string {
  const home = audience === "portal" ? "/p" : "/console";
  return `/auth/${audience}/login?again=1&next=${encodeURIComponent(`${home}/again`)}`;
}

export function signOutPath(): string {
  return `/auth/${audience}/logout`;
}

type Parameters = Record<string, string | number | boolean | undefined | null>;

/** Builds "?a=1&b=2", leaving out what is empty. */
export function query(parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}

function fetchHere(path: string, init: RequestInit): Promise<Response> {
  return checked(fetch(path, { credentials: "same-origin", ...init }));
}

/** Waits for an answer and makes of what is none, or a refusal, the error that pages understand. */
export async function checked(answer: Promise<Response>): Promise<Response> {
  let response: Response;
  try {
    response = await answer;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError({ type: "about:blank", title: "", status: 0, code: "offline" });
  }
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (response.status === 401 && !problem.type.endsWith("step-up-required")) onSignedOut();
  throw new ApiError(problem);
}

async function readProblem(response: Response): Promise<Problem> {
  const unknown: Problem = {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    code: "unexpected",
    request_id: response.headers.get("X-Request-Id") ?? undefined,
  };
  if (!response.headers.get("Content-Type")?.includes("json")) return unknown;
  try {
    return { ...unknown, ...((await response.json()) as Problem) };
  } catch {
    return unknown;
  }
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetchHere(apiPath(path), { headers: { Accept: "application/json" }, signal });
  return (await response.json()) as T;
}

/** The body byte for byte, for what is checked against a hash. */
export async function getBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetchHere(apiPath(path), { headers: { Accept: "application/json" }, signal });
  return response.arrayBuffer();
}

async function write<T>(method: string, address: string, body: unknown, idempotencyKey?: string): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json", "X-CSRF-Token": csrfToken };
  if (idempotencyKey) headers["Idempotency-Key"] = idempotencyKey;
  const raw = body instanceof FormData || body instanceof Blob;
  if (!raw) headers["Content-Type"] = "application/json";
  else if (body instanceof Blob) headers["Content-Type"] = "application/octet-stream";
  const response = await fetchHere(address, { method, headers, body: raw ? body : JSON.stringify(body) });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

type Proof = "link_code_required" | "step_up_required";

const proofs = new Map<string, () => Promise<boolean>>();

/** Says how a person proves who they are when an act asks for it; true lets the act be sent again. Answers with how to take it back. */
export function onStepUp(asked: Proof, prove: () => Promise<boolean>): () => void {
  proofs.set(asked, prove);
  return () => void proofs.delete(asked);
}

/** Intents that were refused, with the keys under which they are sent from then on: what is mended and sent again is another request. */
const renewed = new Map<string, string>();

/** Sends a write; where the server wants a proof first, the same intent is sent again after it. */
export async function send<T>(method: string, address: string, body: unknown, idempotencyKey?: string): Promise<T> {
  try {
    return await write<T>(method, address, body, idempotencyKey && (renewed.get(idempotencyKey) ?? idempotencyKey));
  } catch (error) {
    const prove = error instanceof ApiError ? proofs.get(error.code) : undefined;
    if (!prove || !(await prove())) {
      if (idempotencyKey && error instanceof ApiError && error.status >= 400 && error.status < 500)
        renewed.set(idempotencyKey, newIntent());
      throw error;
    }
    return send<T>(method, address, body, idempotencyKey);
  }
}

/** `idempotencyKey` makes a repeated send of the same intent count once. */
export function post<T>(path: string, body: unknown = {}, idempotencyKey?: string): Promise<T> {
  return send<T>("POST", apiPath(path), body, idempotencyKey);
}

/** A file as the body is sent as it is. */
export function put<T>(path: string, body: unknown): Promise<T> {
  return send<T>("PUT", apiPath(path), body);
}

export function signOut(): Promise<{ redirect: string }> {
  return write("POST", signOutPath(), {});
}

/** A fresh key for one intent; kept by the caller across retries of it. */
export function newIntent(): string {
  return crypto.randomUUID();
}
