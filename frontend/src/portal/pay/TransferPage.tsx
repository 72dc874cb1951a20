import { useMutation, useQuery } from "@tanstack/react-query";
import { FileDown } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { apiPath, get, newIntent, post } from "../../shared/api/client";
import { formatDate } from "../../shared/dates";
import { formatMoney, isZero, negate } from "../../shared/money";
import { Button, ButtonLink } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice, WriteFailure } from "../../shared/ui/states";
import { Opening } from "../Opening";
import * as m from "./messages";
import type { Transfer } from "./types";
import { transferLabel, transferTone } from "./words";

/** Where to transfer, under which reference, and what that settles. */
export default function TransferPage({ id }: { id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["transfer", id],
    queryFn: ({ signal }) => get<Transfer>(`/transfers/${id}`, signal),
  });
  const [, go] = useLocation();
  const [intent] = useState(newIntent);
  const reissue = useMutation({
    mutationFn: () => post<Transfer>(`/transfers/${id}/reissue`, {}, intent),
    onSuccess: (next) => go(`/p/transfers/${next.id}`),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const waiting = data.standing === "waiting";
  const back = data.statement_id ? `/p/s/${data.statement_id}` : `/p/pay?currency=${data.currency}`;
  const facts: [label: string, shown: string, copied: string][] = [
    [m.reference(), data.spaced, data.code],
    [m.amountToTransfer(), formatMoney(data.amount, data.currency), data.amount],
    // Where nothing is left to pay nobody is told where to.
    ...(data.standing === "settled"
      ? []
      : ([
          [m.payeeName(), data.payee_name, data.payee_name],
          [m.bankName(), data.payee_bank, data.payee_bank],
          [m.accountNumber(), data.payee_account, data.payee_account.replaceAll(" ", "")],
        ] satisfies [string, string, string][])),
  ];
  return (
    <div className="mx-auto max-w-2xl">
      <Link href={back} className="inline-flex min-h-11 items-center text-mute hover:text-ink">
        ‹ {data.statement_no ? m.ofStatement({ no: data.statement_no }) : m.payTitle()}
      </Link>
      <Card className="p-5">
        <h1 className="flex flex-wrap items-center gap-2 text-[1.375rem] leading-tight font-semibold">
          {m.transferTitle()}
          <Chip tone={transferTone(data)}>{transferLabel(data)}</Chip>
        </h1>
        <div className="mt-3 space-y-3">
          {data.receipt ? (
            <Notice tone="ok">{m.transferIn({ no: data.receipt.document_no })}</Notice>
          ) : data.standing === "settled" ? (
            <Notice tone="info">{m.transferSettledText()}</Notice>
          ) : data.standing === "payee_changed" ? (
            <>
              <Notice tone="warn">{m.payeeChanged()}</Notice>
              <Button look="primary" busy={reissue.isPending} onClick={() => reissue.mutate()}>
                {m.reissue()}
              </Button>
              <WriteFailure error={reissue.error} />
            </>
          ) : (
            <p>{m.transferText()}</p>
          )}
          {waiting && data.discount_until && (
            <Notice tone="info">
              {m.discountIn({
                amount: formatMoney(data.discount, data.currency),
                date: formatDate(data.discount_until),
              })}
            </Notice>
          )}
        </div>
        <div className="mt-4 grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto]">
          <dl className="min-w-0">
            {facts
              .filter(([, shown]) => shown)
              .map(([label, shown, copied]) => (
                <div key={label} className="relative min-h-11 pe-13">
                  <dt className="text-[0.8125rem] text-mute">{label}</dt>
                  <dd>
                    <span
                      className={
                        copied === data.code
                          ? "num text-[1.25rem] font-semibold break-all whitespace-normal"
                          : "num break-all whitespace-normal"
                      }
                    >
                      {shown}
                    </span>
                    <span className="absolute end-0 top-0">
                      <CopyButton value={copied} label={label} />
                    </span>
                  </dd>
                </div>
              ))}
          </dl>
          {waiting && (
            <figure className="text-center">
              <img
                src={apiPath(`/transfers/${id}/qr`)}
                alt={m.qrAlt()}
                className="mx-auto size-44 rounded-(--radius-control) border border-line bg-white p-1"
              />
              <figcaption className="mt-1 text-[0.8125rem] text-mute">{m.qrHint()}</figcaption>
            </figure>
          )}
        </div>
        {waiting && (
          <ButtonLink className="no-print mt-4" download href={apiPath(`/transfers/${id}/slip`)}>
            <FileDown className="size-4" aria-hidden="true" />
            {m.slip()}
          </ButtonLink>
        )}
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
