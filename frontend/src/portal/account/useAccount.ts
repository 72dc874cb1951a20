import { useQuery } from "@tanstack/react-query";
import { get, query } from "../../shared/api/client";
import { isEnglish } from "../../shared/i18n/locale";
import type { Account, Bucket } from "./types";

/** How the account stands on a day; an empty day is today. */
export function useAccount(asOf: string, months: string) {
  return useQuery({
    queryKey: ["account", asOf, months],
    queryFn: ({ signal }) => get<Account>(`/account${query({ as_of: asOf, months })}`, signal),
    placeholderData: (before) => before,
  });
}

export function bucketLabel(bucket: Bucket): string {
  return isEnglish() ? bucket.label_en : bucket.label_zh;
}

/** Today as the reader's device has it, for the last day that a date field offers. */
export function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
