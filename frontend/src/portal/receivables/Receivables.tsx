import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import { readersInstant } from "../../shared/dates";
import { answerLabel, answerTone, titleOf } from "../../shared/receivables/labels";
import type { Round, RoundPage } from "../../shared/receivables/types";
import { useSession } from "../../shared/session";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import * as m from "./messages";
import { ReceivablePage } from "./ReceivablePage";

/** The list, or the one of an id; both come with one request, which keeps the first load of every other page small. */
export default function Receivables({ id }: { id: string | undefined }) {
  return id ? <ReceivablePage id={id} /> : <List />;
}

/** Receivables the customer is asked to confirm before they are booked, and those it has answered. */
function List() {
  const { data, error, refetch } = useQuery({
    queryKey: ["list", "receivables"],
    queryFn: ({ signal }) => get<RoundPage>("/receivable-confirmations", signal),
  });
  const waiting = data?.items.filter((it) => !it.answer);
  const answered = data?.items.filter((it) => it.answer) ?? [];
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <div className="grid gap-4">
        <Card>
          <Listed
            list={{ items: waiting, error, refetch }}
            empty={
              <Empty kind="done" title={m.nothingWaits()}>
                {m.nothingWaitsHint()}
              </Empty>
            }
          >
            {(items) => (
              <>
                <CardHeading>{m.waitingFor()}</CardHeading>
                <Rows rounds={items} />
              </>
            )}
          </Listed>
        </Card>
        {answered.length > 0 && (
          <Card>
            <CardHeading>{m.answered()}</CardHeading>
            <Rows rounds={answered} />
          </Card>
        )}
      </div>
    </>
  );
}

function Rows({ rounds }: { rounds: Round[] }) {
  const { organization } = useSession();
  return (
    <ul className="divide-y divide-line">
      {rounds.map((it) => (
        <li key={it.id}>
          <Link
            href={`/p/receivables/${it.id}`}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken"
          >
            <span className="min-w-0 flex-1 basis-44">
              <span className="block font-medium break-words">{titleOf(it)}</span>
              <span className="block text-[0.8125rem] break-words text-mute">
                {[it.order_no, it.contract_no, it.invoice_no].filter(Boolean).join(" · ")}
              </span>
              <span className="block text-[0.8125rem] text-mute">
                {it.asked_by_name} · {readersInstant(it.asked_at, organization.time_zone)}
              </span>
            </span>
            <span className="ms-auto flex flex-col items-end gap-1">
              <Money amount={it.gross} currency={it.currency} className="font-semibold" />
              {it.answer ? (
                <Chip tone={answerTone(it)}>{answerLabel(it)}</Chip>
              ) : (
                it.round > 1 && <Chip tone="brand">{m.againRound({ n: it.round })}</Chip>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
