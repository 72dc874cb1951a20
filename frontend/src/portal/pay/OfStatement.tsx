import { useQuery } from "@tanstack/react-query";
import { CreditCard } from "lucide-react";
import { Link } from "wouter";
import { get, query } from "../../shared/api/client";
import type { StatementView } from "../../shared/api/types";
import { readersInstant } from "../../shared/dates";
import { formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import * as m from "./messages";
import type { PaymentPage, TransferPage } from "./types";
import { isOpen, stateLabel, stateTone, transferLabel, transferTone } from "./words";

/** The way to pay a statement, and the payments of it: under way, then settled. */
export function OfStatement({ statement }: { statement: StatementView }) {
  return (
    <div className="no-print px-4 pb-2">
      <Paid statement={statement} />
      <Link href={`/p/s/${statement.id}/pay`} className={buttonClass("primary", "mt-1 w-full")}>
        <CreditCard className="size-4" aria-hidden="true" />
        {m.payTitle()}
      </Link>
    </div>
  );
}

/** The payments of a statement by themselves, where the rest stands behind a tab; nothing while there is none. */
export default function PaidCard({ statement }: { statement: StatementView }) {
  return (
    <Card className="no-print mt-4 px-4 py-1 empty:hidden">
      <Paid statement={statement} />
    </Card>
  );
}

function Paid({ statement }: { statement: StatementView }) {
  const { organization } = useSession();
  const { data } = useQuery({
    queryKey: ["pay", "of", statement.id],
    queryFn: ({ signal }) => get<PaymentPage>(`/payments${query({ statement: statement.id, limit: 20 })}`, signal),
  });
  const { data: announced } = useQuery({
    queryKey: ["pay", "of", statement.id, "transfers"],
    queryFn: ({ signal }) => get<TransferPage>(`/transfers${query({ statement: statement.id, limit: 20 })}`, signal),
  });
  const waiting = announced?.items.filter((it) => it.standing === "waiting" || it.standing === "payee_changed") ?? [];
  const shown = data?.items.filter((it) => isOpen(it.state) || it.state === "succeeded") ?? [];
  if (waiting.length + shown.length === 0) return null;
  return (
    <ul>
      {waiting.map((it) => (
        <li key={it.id}>
          <Link href={`/p/transfers/${it.id}`} className="flex min-h-11 flex-wrap items-center justify-between gap-2">
            <span>{m.transferHere({ amount: formatMoney(it.amount, it.currency) })}</span>
            <Chip tone={transferTone(it)}>{transferLabel(it)}</Chip>
          </Link>
        </li>
      ))}
      {shown.map((it) => (
        <li key={it.id}>
          <Link href={`/p/pay/${it.id}`} className="flex min-h-11 flex-wrap items-center justify-between gap-2">
            <span>
              {it.state === "succeeded"
                ? m.paidHere({
                    amount: formatMoney(it.amount, it.currency),
                    date: readersInstant(it.ended_at ?? it.created_at, organization.time_zone),
                  })
                : m.pendingHere({ amount: formatMoney(it.amount, it.currency) })}
            </span>
            <Chip tone={stateTone(it.standing)}>{stateLabel(it.standing)}</Chip>
          </Link>
        </li>
      ))}
    </ul>
  );
}
