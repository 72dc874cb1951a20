import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { apiPath, get, newIntent, post } from "../../shared/api/client";
import { readersInstant } from "../../shared/dates";
import { formatMoney, isZero, negate } from "../../shared/money";
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

/** What a payer is told about how a payment stands. */
function textOf(payment: Payment): string {
  if (payment.reason === "amount_differs") return m.differs();
  if (payment.reason === "other_amount") return m.otherAmount();
  if (payment.reason === "paid_otherwise") return m.paidOtherwise();
  if (payment.on_account) return m.onAccount({ amount: formatMoney(payment.on_account, payment.currency) });
  if (payment.standing === "expired" && payment.provider === "wechat") return m.expiredCode();
  return stateText(payment.standing);
}

/**
 * How the payer came back from the provider's page, which proves nothing. Whoever says to have paid has the provider asked at once; whoever
 * gave up there has the payment called off, once.
 */
function useBack(id: string, state: string | undefined, giveUp: () => void): string | undefined {
  const [params, setParams] = useSearchParams();
  const back = params.get("back") ?? undefined;
  const done = useRef<string>(undefined);
  const more = [...params.keys()].some((it) => it !== "back"); // what the provider wrote beside it
  useEffect(() => {
    if (!back || !state || done.current === id) return;
    done.current = id;
    if (back === "paid" && isOpen(state)) void post(`/payments/${id}/question`).catch(() => undefined);
    if (back === "given_up" && isOpen(state)) giveUp();
    if (back !== "paid" || more) setParams(back === "paid" ? { back } : {}, { replace: true });
  }, [back, state, id, more, giveUp, setParams]);
  return back;
}

/** One payment: how it stands, asked again until it has ended, and what it pays for. */
export default function PaymentPage({ id }: { id: string }) {
  return <Whole key={id} id={id} />; // one that is begun anew from here has presses of its own
}

function Whole({ id }: { id: string }) {
  const client = useQueryClient();
  const { organization, link } = useSession();
  const [intent] = useState(newIntent);
  const [again, setAgain] = useState(newIntent);
  const [, go] = useLocation();
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
  const renew = useMutation({
    mutationFn: () => post<Payment>(`/payments/${id}/reissue`, {}, again),
    onSuccess: (next) => {
      client.setQueryData(["payment", next.id], next);
      if (next.address && !next.address.startsWith(window.location.origin)) window.location.assign(next.address);
      else go(next.address ? new URL(next.address).pathname : `/p/pay/${next.id}`);
    },
    onError: () => {
      setAgain(newIntent);
      void refetch();
    },
  });
  const state = data?.state;
  const back = useBack(id, state, () => cancel.mutate());
  useEffect(() => {
    if (!state || isOpen(state)) return;
    // What was paid is settled everywhere: in the statement, the open items, the balance.
    for (const key of ["list", "home", "pay", "account", "statement"])
      void client.invalidateQueries({ queryKey: [key] });
  }, [client, state]);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const up = data.statement_id ? `/p/s/${data.statement_id}` : "/p/payments";
  const open = isOpen(data.state);
  const confirming = back === "paid" && data.state === "pending";
  const anew = data.statement_id ? `/p/s/${data.statement_id}/pay` : `/p/pay?currency=${data.currency}`;
  return (
    <div className="mx-auto max-w-2xl">
      <Link href={up} className="inline-flex min-h-11 items-center text-mute hover:text-ink">
        ‹ {data.statement_no ? m.ofStatement({ no: data.statement_no }) : m.payments()}
      </Link>
      <Card className="p-5">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <h1 className="flex flex-wrap items-center gap-2 text-[1.375rem] leading-tight font-semibold">
            {m.payTitle()}
            <Chip tone={stateTone(data.standing)}>{confirming ? m.stateConfirming() : stateLabel(data.standing)}</Chip>
          </h1>
          <Money amount={data.amount} currency={data.currency} className="ms-auto text-[1.5rem] font-semibold" />
        </div>
        <div className="mt-3 space-y-3">
          <Notice
            role="status"
            tone={data.standing === "succeeded" ? "ok" : stateTone(data.standing) === "warn" ? "warn" : "info"}
          >
            {confirming ? m.confirmingText() : textOf(data)}
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
              <ButtonLink look={confirming ? "secondary" : "primary"} href={data.address}>
                {confirming ? m.notPaidYet() : m.goOn()}
              </ButtonLink>
            )}
            {open && data.reason !== "amount_differs" && (
              <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
                {m.cancelPayment()}
              </Button>
            )}
            {data.reissuable && (
              <>
                <Button look="primary" busy={renew.isPending} onClick={() => renew.mutate()}>
                  {data.provider === "wechat"
                    ? m.newCode()
                    : m.payOnceMore({ amount: formatMoney(data.amount, data.currency) })}
                </Button>
                <Link href={anew} className={buttonClass("secondary")}>
                  {m.otherWay()}
                </Link>
              </>
            )}
            {!open &&
              !data.reissuable &&
              data.reason !== "paid_otherwise" &&
              (data.state !== "succeeded" || data.standing === "charged_back") && (
                <Link href={anew} className={buttonClass("primary")}>
                  {m.payAgain()}
                </Link>
              )}
            {(data.standing === "refunded" || data.standing === "partly_refunded" || data.standing === "disputed") && (
              <Link href={anew} className={buttonClass("secondary")}>
                {m.seeOpen()}
              </Link>
            )}
            {!data.statement_id && !open && !data.reissuable && (
              <Link href={up} className={buttonClass("secondary")}>
                {m.payments()}
              </Link>
            )}
            {data.statement_id && !open && (
              <Link href={up} className={buttonClass("secondary")}>
                {m.backToStatement()}
              </Link>
            )}
          </div>
          <WriteFailure error={renew.error ?? cancel.error} />
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
            [m.paidOn(), data.receipt && data.ended_at && readersInstant(data.ended_at, organization.time_zone)],
            [
              m.until(),
              open && data.reason !== "amount_differs" && readersInstant(data.expires_at, organization.time_zone),
            ],
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
                <Money amount={it.side === "credit" ? negate(it.amount) : it.amount} currency={data.currency} />
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
