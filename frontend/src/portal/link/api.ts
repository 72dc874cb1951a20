import { send } from "../../shared/api/client";
import type { Locale } from "../../shared/i18n/locale";

// The exchanges of a link are no part of the interface of the signed in: they set cookies.

export interface Look {
  seller: string;
  seller_en: string;
  customer: string;
  customer_en: string;
  contact: string;
  email: string;
  locale: Locale;
  statement_no: string;
  period_start: string;
  cut_off: string;
  expires_at: string;
}

export interface CodeSent {
  email: string;
  pause_seconds: number;
  life_seconds: number;
}

type Step = "look" | "open" | "renewal" | "code" | "proof" | "identity";

export function exchange<T>(step: Step, body: Record<string, string> = {}): Promise<T> {
  return send<T>("POST", `/auth/portal/link/${step}`, body);
}
