import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { formatMoney, isZero } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { Opening } from "../Opening";
import { Chargebacks } from "./Chargebacks";
import { EventTable } from "./EventTable";
import * as m from "./messages";
import { Postings } from "./Postings";
import { RefundDialog } from "./RefundDialog";
import { RefundTable } from "./RefundTable";
import { nextWord, providerWord, reasonWord, standing, type Whole } from "./words";

/** One online payment: how it stands, what comes next, what the provider told, and what was booked. */
export default function PaymentPage({ id }: { id: string }) {
  const client = useQueryClient();
  const [refunding, setRefunding] = useState(false);
  const key = ["online-payment", id];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Whole>(`/payments/${id}`, signal),
  });
  const ask = useMutation({
    mutationFn: () => post<Whole>(`/payments/${id}/question`),
    onSuccess: (next) => {
      client.setQueryData(key, next);
      toast(m.asked());
    },
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const { label, tone } = standing(data);
  const { refund, ask: askable } = data.actions;
  return (
    <>
      <UpLink href="/console/payments">{m.backToPayments()}</UpLink>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="num text-[1.375rem] font-semibold">{data.reference}</h1>
        <Chip tone={tone}>{label}</Chip>
        <Money amount={data.amount} currency={data.currency} code className="ms-auto text-[1.375rem] font-semibold" />
      </div>
      <div className="mb-4 space-y-3">
        {data.next !== "none" && (
          <Notice tone={tone === "warn" || tone === "bad" ? "warn" : "info"}>
            {m.next()}: {nextWord(data.next)}
            {data.reason && ` · ${reasonWord(data.reason)}`}
          </Notice>
        )}
        {data.on_account && (
          <Notice tone="warn">
            {m.onAccountHint({ amount: formatMoney(data.on_account, data.currency) })}{" "}
            {data.receipt && (
              <Link
                href={`/console/allocation?customer=${data.customer.id}&document=${data.receipt.id}`}
                className="underline"
              >
                {m.settleIt()}
              </Link>
            )}
          </Notice>
        )}
        <div className="flex flex-wrap gap-2">
          {refund?.allowed && <Button onClick={() => setRefunding(true)}>{m.askRefund()}</Button>}
          {askable?.allowed && (
            <Button busy={ask.isPending} onClick={() => ask.mutate()}>
              {m.askNow()}
            </Button>
          )}
        </div>
        <WriteFailure error={ask.error} />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <About payment={data} />
        <Items payment={data} />
      </div>
      <Chargebacks of={data} onDone={() => void refetch()} />
      {data.refunds.length > 0 && (
        <Card className="mt-4 pb-1">
          <CardHeading>{m.refunds()}</CardHeading>
          <RefundTable refunds={data.refunds} onDone={() => void refetch()} />
        </Card>
      )}
      <Postings of={data} />
      <Card className="mt-4 pb-1">
        <CardHeading>{m.events()}</CardHeading>
        {data.events.length === 0 ? (
          <p className="px-4 pb-3 text-mute">{m.noEvents()}</p>
        ) : (
          <EventTable events={data.events} onDone={() => void refetch()} />
        )}
      </Card>
      {refunding && (
        <RefundDialog
          payment={{ id: data.id, left: data.left, currency: data.currency }}
          onClose={() => setRefunding(false)}
          onDone={() => void refetch()}
        />
      )}
    </>
  );
}

function About({ payment }: { payment: Whole }) {
  const { organization } = useSession();
  const money = (amount: string | undefined) => amount && !isZero(amount) && formatMoney(amount, payment.currency);
  return (
    <Card className="p-4">
      <Facts
        facts={[
          [
            shared.customer(),
            <Link
              key="c"
              href={`/console/customers/${payment.customer.id}`}
              className="text-brand underline-offset-2 hover:underline"
            >
              {payment.customer.name}
            </Link>,
          ],
          [
            m.statement(),
            payment.statement_id && (
              <Link
                href={`/console/statements/${payment.statement_id}`}
                className="text-brand underline-offset-2 hover:underline"
              >
                {payment.statement_no}
              </Link>
            ),
          ],
          [m.provider(), providerWord(payment.provider)],
          [m.providerRef(), payment.provider_ref && <span className="num break-all">{payment.provider_ref}</span>],
          [m.discount(), money(payment.discount)],
          [m.credits(), money(payment.credits)],
          [m.fee(), money(payment.fee)],
          [m.refunded(), money(payment.refunded)],
          [m.left(), money(payment.left)],
          [m.onAccount(), money(payment.on_account)],
          [
            m.receipt(),
            payment.receipt && (
              <Link
                href={`/console/documents/${payment.receipt.id}`}
                className="text-brand underline-offset-2 hover:underline"
              >
                {payment.receipt.document_no}
              </Link>
            ),
          ],
          [m.by(), payment.by],
          [m.begun(), formatInstant(payment.created_at, organization.time_zone)],
        ]}
      />
    </Card>
  );
}

function Items({ payment }: { payment: Whole }) {
  return (
    <Card className="pb-2">
      <CardHeading>{m.items()}</CardHeading>
      <ul className="divide-y divide-line">
        {payment.items.map((it) => (
          <li key={it.document.id + it.side} className="flex flex-wrap justify-between gap-x-4 px-4 py-2">
            <Link href={`/console/documents/${it.document.id}`} className="break-all text-brand hover:underline">
              {it.document.document_no}
            </Link>
            <span className="ms-auto text-end">
              <Money amount={it.amount} currency={payment.currency} />
              {it.side === "credit" && <span className="block text-[0.8125rem] text-mute">{m.credits()}</span>}
              {!isZero(it.discount) && (
                <span className="block text-[0.8125rem] text-mute">
                  {m.discount()} {formatMoney(it.discount, payment.currency)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
