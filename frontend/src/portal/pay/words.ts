import { ApiError } from "../../shared/api/client";
import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";
import type { Transfer } from "./types";

const ways: Record<string, [label: () => string, hint: () => string]> = {
  sandbox: [m.waySandbox, m.wayHintSandbox],
  stripe: [m.wayStripe, m.wayHintStripe],
  alipay: [m.wayAlipay, m.wayHintAlipay],
  wechat: [m.wayWechat, m.wayHintWechat],
  transfer: [m.wayTransfer, m.wayHintTransfer],
};

export const wayLabel = (way: string): string => ways[way]?.[0]() ?? way;
export const wayHint = (way: string): string => ways[way]?.[1]() ?? "";

const states: Record<string, [label: () => string, text: () => string, tone: Tone]> = {
  created: [m.stateCreated, m.stateTextCreated, "brand"],
  pending: [m.statePending, m.stateTextPending, "brand"],
  unknown: [m.stateUnknown, m.stateTextUnknown, "warn"],
  succeeded: [m.stateSucceeded, m.stateTextSucceeded, "ok"],
  failed: [m.stateFailed, m.stateTextFailed, "bad"],
  disputed: [m.stateDisputed, m.stateTextDisputed, "warn"],
  charged_back: [m.stateChargedBack, m.stateTextChargedBack, "warn"],
  refunded: [m.stateRefunded, m.stateTextRefunded, "neutral"],
  partly_refunded: [m.statePartlyRefunded, m.stateTextPartlyRefunded, "neutral"],
  cancelled: [m.stateCancelled, m.stateTextCancelled, "neutral"],
  expired: [m.stateExpired, m.stateTextExpired, "neutral"],
};

export const stateLabel = (state: string): string => states[state]?.[0]() ?? state;
export const stateText = (state: string): string => states[state]?.[1]() ?? "";
export const stateTone = (state: string): Tone => states[state]?.[2] ?? "neutral";

const transferStates: Record<Transfer["standing"], [label: () => string, tone: Tone]> = {
  waiting: [m.transferWaiting, "brand"],
  received: [m.transferReceived, "ok"],
  settled: [m.transferSettled, "neutral"],
  payee_changed: [m.transferChanged, "warn"],
};

export const transferLabel = (it: Transfer): string => transferStates[it.standing][0]();
export const transferTone = (it: Transfer): Tone => transferStates[it.standing][1];

/** While a payment has not ended, its page asks again and again how it stands. */
export const isOpen = (state: string): boolean => state === "created" || state === "pending" || state === "unknown";

/** Whoever may look but not pay is told so, and not that something failed. */
export const mayNotPay = (error: unknown): boolean => error instanceof ApiError && error.code === "not_permitted";
