import { Link } from "wouter";
import { readersInstant } from "../../shared/dates";
import { useList } from "../../shared/lists";
import { useSession } from "../../shared/session";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import * as m from "./messages";
import type { Payment, PaymentPage } from "./types";
import { stateLabel, stateTone, wayLabel } from "./words";

/** All payments of the customer, the newest first. */
export default function Payments() {
  const list = useList<PaymentPage & { next_cursor?: string }>("/payments", {});
  return (
    <>
      <PageTitle>{m.payments()}</PageTitle>
      <Card>
        <Listed
          list={list}
          empty={
            <Empty kind="nothing" title={m.noPayments()}>
              {m.noPaymentsHint()}
            </Empty>
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {items.map((it) => (
                <Row key={it.id} payment={it} />
              ))}
            </ul>
          )}
        </Listed>
      </Card>
    </>
  );
}

export function Row({ payment: it }: { payment: Payment }) {
  const { organization } = useSession();
  return (
    <li>
      <Link
        href={`/p/pay/${it.id}`}
        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1 basis-44">
          <span className="num block font-medium break-all">{it.reference}</span>
          <span className="block text-[0.8125rem] text-mute">
            {[wayLabel(it.provider), it.statement_no && m.ofStatement({ no: it.statement_no })]
              .filter(Boolean)
              .join(" · ")}
          </span>
          <span className="block text-[0.8125rem] text-mute">
            {it.by} · {readersInstant(it.created_at, organization.time_zone)}
          </span>
        </span>
        <span className="ms-auto flex flex-col items-end gap-1">
          <Money amount={it.amount} currency={it.currency} className="font-semibold" />
          <Chip tone={stateTone(it.standing)}>{stateLabel(it.standing)}</Chip>
        </span>
      </Link>
    </li>
  );
}
