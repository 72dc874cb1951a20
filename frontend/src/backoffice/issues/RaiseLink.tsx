import { Link } from "wouter";
import { query } from "../../shared/api/client";
import { useSession } from "../../shared/session";
import * as m from "./messages";

const raisers = ["sales", "ar_accountant", "finance_supervisor"];

/** Whether the person may raise issues: whoever answers disputes. */
export function useMayRaise(): boolean {
  return useSession().roles.some((role) => raisers.includes(role));
}

/** The way to raise an issue about something; nothing for who may not. */
export function RaiseLink({
  about,
  className = "text-brand hover:underline",
}: {
  about: Record<string, string | number | undefined>;
  className?: string;
}) {
  if (!useMayRaise()) return null;
  return (
    <Link href={`/console/issues/new${query(about)}`} className={className}>
      {m.raise()}
    </Link>
  );
}
