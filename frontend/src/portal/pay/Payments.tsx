import { Link } from "wouter";
import { readersInstant } from "../../shared/dates";
import { useList } from "../../shared/lists";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { Chip, type Tone } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import * as root from "../messages";
import * as m from "./messages";
import type { PaymentPage, TransferPage } from "./types";
import { stateLabel, stateTone, transferLabel, transferTone, wayLabel } from "./words";

/** All payments of the customer and the bank transfers it asked a reference for, the newest first. */
export default function Payments() {
  const list = useList<PaymentPage & { next_cursor?: string }>("/payments", {});
  const transfers = useList<TransferPage & { next_cursor?: string }>("/transfers", {});
  return (
    <>
      <PageTitle>{m.payments()}</PageTitle>
      {Boolean(transfers.error || transfers.items?.length) && (
        <Card className="mb-4">
          <CardHeading>{m.transfers()}</CardHeading>
          <Listed list={transfers} empty={null}>
            {(items) => (
              <ul className="divide-y divide-line">
                {items.map((it) => (
                  <Row
                    key={it.id}
                    href={`/p/transfers/${it.id}`}
                    way={m.wayTransfer()}
                    state={transferLabel(it)}
                    tone={transferTone(it)}
                    {...it}
                    reference={it.spaced}
                  />
                ))}
              </ul>
            )}
          </Listed>
        </Card>
      )}
      <Card>
        {Boolean(transfers.items?.length) && <CardHeading>{m.online()}</CardHeading>}
        <Listed
          list={list}
          empty={
            <Empty
              kind="nothing"
              title={m.noPayments()}
              action={
                <Link href="/p/statements" className={buttonClass("secondary")}>
                  {root.navStatements()}
                </Link>
              }
            >
              {m.noPaymentsHint()}
            </Empty>
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {items.map(({ state: _, ...it }) => (
                <Row
                  key={it.id}
                  href={`/p/pay/${it.id}`}
                  way={wayLabel(it.provider)}
                  state={stateLabel(it.standing)}
                  tone={stateTone(it.standing)}
                  {...it}
                />
              ))}
            </ul>
          )}
        </Listed>
      </Card>
    </>
  );
}

interface RowProps {
  href: string;
  reference: string;
  way: string;
  statement_no?: string;
  by: string;
  created_at: string;
  amount: string;
  currency: string;
  state: string;
  tone: Tone;
}

function Row({ href, reference, way, statement_no, by, created_at, amount, currency, state, tone }: RowProps) {
  const { organization } = useSession();
  return (
    <li>
      <Link
        href={href}
        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1 basis-44">
          <span className="num block font-medium break-all">{reference}</span>
          <span className="block text-[0.8125rem] text-mute">
            {[way, statement_no && m.ofStatement({ no: statement_no })].filter(Boolean).join(" · ")}
          </span>
          <span className="block text-[0.8125rem] text-mute">
            {by} · {readersInstant(created_at, organization.time_zone)}
          </span>
        </span>
        <span className="ms-auto flex flex-col items-end gap-1">
          <Money amount={amount} currency={currency} className="font-semibold" />
          <Chip tone={tone}>{state}</Chip>
        </span>
      </Link>
    </li>
  );
}
