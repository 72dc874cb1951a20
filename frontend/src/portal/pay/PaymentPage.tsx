import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { apiPath, get, newIntent, post } from "../../shared/api/client";
import { readersInstant } from "../../shared/dates";
import { formatMoney, isZero } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button, ButtonLink, buttonClass } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Opening } from "../Opening";
import * as m from "./messages";
import type { Payment } from "./types";
import { isOpen, stateLabel, stateText, stateTone, wayLabel } from "./words";

const pause = 3000;

/** One payment: how it stands, asked again until it has ended, and what it pays for. */
export default function PaymentPage({ id }: { id: string }) {
  const client = useQueryClient();
  const { organization, link } = useSession();
  const [intent] = useState(newIntent);
  const { data, error, refetch } = useQuery({
    queryKey: ["payment", id],
    queryFn: ({ signal }) => get<Payment>(`/payments/${id}`, signal),
    refetchInterval: (query) => (query.state.data && isOpen(query.state.data.state) ? pause : false),
  });
  const cancel = useMutation({
    mutationFn: () => post<Payment>(`/payments/${id}/cancellation`, {}, intent),
    onSuccess: (next) => {
      client.setQueryData(["payment", id], next);
      if (next.state === "cancelled") toast(m.cancelled());
    },
    onError: () => void refetch(),
  });
  const state = data?.state;
  useEffect(() => {
    if (!state || isOpen(state)) return;
    // What was paid is settled everywhere: in the statement, the open items, the balance.
    for (const key of ["list", "home", "pay", "account", "statement"])
      void client.invalidateQueries({ queryKey: [key] });
  }, [client, state]);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const back = data.statement_id ? `/p/s/${data.statement_id}` : "/p/payments";
  const open = isOpen(data.state);
  return (
    <div className="mx-auto max-w-2xl">
      <Link href={back} className="inline-flex min-h-11 items-center text-mute hover:text-ink">
        ‹ {data.statement_no ? m.ofStatement({ no: data.statement_no }) : m.payments()}
      </Link>
      <Card className="p-5">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <h1 className="flex flex-wrap items-center gap-2 text-[1.375rem] leading-tight font-semibold">
            {m.payTitle()}
            <Chip tone={stateTone(data.standing)}>{stateLabel(data.standing)}</Chip>
          </h1>
          <Money amount={data.amount} currency={data.currency} className="ms-auto text-[1.5rem] font-semibold" />
        </div>
        <div className="mt-3 space-y-3">
          <Notice
            role="status"
            tone={data.standing === "succeeded" ? "ok" : stateTone(data.standing) === "warn" ? "warn" : "info"}
          >
            {data.reason === "amount_differs"
              ? m.differs()
              : data.reason === "other_amount"
                ? m.otherAmount()
                : stateText(data.standing)}
          </Notice>
          {data.code && (
            <figure className="text-center">
              <img
                src={apiPath(`/payments/${id}/qr`)}
                alt={m.payQr()}
                className="mx-auto size-52 rounded-(--radius-control) border border-line bg-white p-1"
              />
              <figcaption className="mt-1 text-[0.8125rem] text-mute">{m.scan()}</figcaption>
            </figure>
          )}
          <div className="flex flex-wrap gap-2">
            {data.address && (
              <ButtonLink look="primary" href={data.address}>
                {m.goOn()}
              </ButtonLink>
            )}
            {open && (
              <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
                {m.cancelPayment()}
              </Button>
            )}
            {!open && data.state !== "succeeded" && (
              <Link
                href={data.statement_id ? `/p/s/${data.statement_id}/pay` : `/p/pay?currency=${data.currency}`}
                className={buttonClass("primary")}
              >
                {m.payAgain()}
              </Link>
            )}
            {data.statement_id && !open && (
              <Link href={back} className={buttonClass("secondary")}>
                {m.backToStatement()}
              </Link>
            )}
          </div>
          <WriteFailure error={cancel.error} />
        </div>
        <Facts
          className="mt-4 border-t border-line pt-3"
          facts={[
            [
              m.reference(),
              <span key="r" className="inline-flex items-center gap-1">
                <span className="num">{data.reference}</span>
                <CopyButton value={data.reference} label={m.reference()} />
              </span>,
            ],
            [m.how(), wayLabel(data.provider)],
            [m.discount(), !isZero(data.discount) && formatMoney(data.discount, data.currency)],
            [m.gone(), data.refunded && formatMoney(data.refunded, data.currency)],
            [m.credits(), !isZero(data.credits) && formatMoney(data.credits, data.currency)],
            [
              m.receipt(),
              data.receipt &&
                (link ? (
                  data.receipt.document_no
                ) : (
                  <Link key="d" href={`/p/documents/${data.receipt.id}`} className="text-brand underline">
                    {data.receipt.document_no}
                  </Link>
                )),
            ],
            [m.by(), data.by],
            [m.begun(), readersInstant(data.created_at, organization.time_zone)],
            [m.until(), open && readersInstant(data.expires_at, organization.time_zone)],
          ]}
        />
      </Card>
      <Card className="mt-4 pb-2">
        <CardHeading>{m.items()}</CardHeading>
        <ul className="divide-y divide-line">
          {data.items.map((it) => (
            <li key={it.document.id + it.side} className="flex flex-wrap justify-between gap-x-4 px-4 py-2.5">
              <Link href={`/p/documents/${it.document.id}`} className="break-all text-brand">
                {it.document.document_no}
              </Link>
              <span className="ms-auto text-end">
                <Money amount={it.amount} currency={data.currency} />
                {it.side === "credit" && <span className="block text-[0.8125rem] text-mute">{m.creditItem()}</span>}
                {!isZero(it.discount) && (
                  <span className="block text-[0.8125rem] text-mute">
                    {m.lessDiscount({ amount: formatMoney(it.discount, data.currency) })}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
