import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, query } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatAmount, isZero } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";
import { PayoutDialog } from "./PayoutDialog";
import { Tabs } from "./Tabs";
import { providerWord } from "./words";

type View = components["schemas"]["BackofficeClearingView"];

/** The providers' clearing account day by day; what does not net to zero is named. */
export default function Clearing() {
  const [params, change] = useParams();
  const [paying, setPaying] = useState(false);
  const from = params.get("from") ?? "";
  const to = params.get("to") ?? "";
  const { data, error, refetch } = useQuery({
    queryKey: ["provider-clearing", from, to],
    queryFn: ({ signal }) =>
      get<View>(`/provider-clearing${query({ from: from || undefined, to: to || undefined })}`, signal),
  });
  return (
    <>
      <PageTitle
        action={data?.actions.pay_out?.allowed && <Button onClick={() => setPaying(true)}>{m.recordPayout()}</Button>}
      >
        {m.title()}
      </PageTitle>
      <Tabs at="/console/payments/clearing" />
      <p className="mb-4 max-w-3xl text-mute">{m.clearingIntro()}</p>
      <div className="mb-3 flex flex-wrap gap-3">
        <TextField
          label={m.from()}
          type="date"
          value={from || (data?.from ?? "")}
          onChange={(event) => change({ from: event.target.value || undefined })}
        />
        <TextField
          label={m.to()}
          type="date"
          value={to || (data?.to ?? "")}
          onChange={(event) => change({ to: event.target.value || undefined })}
        />
      </div>
      <Loaded of={{ data, error, refetch }} rows={8}>
        {(data) => (
          <>
            <Accounts view={data} />
            <Days view={data} />
            <Strays view={data} />
          </>
        )}
      </Loaded>
      {paying && <PayoutDialog onClose={() => setPaying(false)} onDone={() => void refetch()} />}
    </>
  );
}

function Accounts({ view }: { view: View }) {
  if (view.accounts.length === 0) return null;
  return (
    <Card className="mb-4 pb-1">
      <CardHeading>{m.account()}</CardHeading>
      <GridTable label={m.account()}>
        <thead>
          <tr>
            <th scope="col">{m.currency()}</th>
            {[m.inBooks(), m.byPayments(), m.difference(), m.waitingMoney()].map((it) => (
              <th key={it} scope="col" className="text-end">
                {it}
              </th>
            ))}
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {view.accounts.map((it) => (
            <tr key={it.currency}>
              <td className="num">{it.currency}</td>
              {[it.balance, it.held, it.difference, it.waiting].map((amount, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: four columns that never move
                <td key={place} className="num text-end">
                  {formatAmount(amount, it.currency)}
                </td>
              ))}
              <td>
                <Dot tone={it.agrees ? "ok" : "warn"}>{it.agrees ? m.agrees() : m.doesNotAgree()}</Dot>
              </td>
            </tr>
          ))}
        </tbody>
      </GridTable>
    </Card>
  );
}

function Days({ view }: { view: View }) {
  if (view.days.length === 0) {
    return (
      <Card>
        <Empty kind="nothing" title={m.noDays()}>
          {m.noDaysHint()}
        </Empty>
      </Card>
    );
  }
  return (
    <Card>
      <GridTable label={m.tabClearing()}>
        <thead>
          <tr>
            <th scope="col">{m.day()}</th>
            <th scope="col">{m.provider()}</th>
            {[m.received(), m.fees(), m.refunds(), m.chargebacks(), m.paidOut(), m.balance(), m.waitingMoney()].map(
              (it) => (
                <th key={it} scope="col" className="text-end">
                  {it}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {view.days.map((it) => (
            <tr key={it.on + it.provider + it.currency}>
              <td className="num">{it.on}</td>
              <td>
                {providerWord(it.provider)} <span className="text-mute">{it.currency}</span>
              </td>
              {[it.received, it.fees, it.refunds, it.chargebacks, it.paid_out].map((amount, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: five columns that never move
                <td key={place} className="num text-end">
                  {isZero(amount) ? "" : formatAmount(amount, it.currency)}
                </td>
              ))}
              <td className="num text-end font-medium">
                {it.even ? <Dot tone="ok">{m.even()}</Dot> : formatAmount(it.balance, it.currency)}
              </td>
              <td className="num text-end">
                {!isZero(it.waiting) && (
                  <Link href="/console/payments/events" className="text-warn underline">
                    {formatAmount(it.waiting, it.currency)}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </GridTable>
    </Card>
  );
}

function Strays({ view }: { view: View }) {
  if (view.strays.length === 0) return null;
  return (
    <Card className="mt-4 pb-2">
      <CardHeading>{m.strays()}</CardHeading>
      <p className="px-4 pb-2 text-mute">{m.straysHint()}</p>
      <ul className="divide-y divide-line">
        {view.strays.map((it) => (
          <li key={it.on + it.document?.id + it.amount} className="flex flex-wrap gap-x-4 px-4 py-1.5">
            <span className="num">{it.on}</span>
            {it.document && (
              <Link href={`/console/documents/${it.document.id}`} className="num text-brand hover:underline">
                {it.document.document_no}
              </Link>
            )}
            <span className="min-w-0 flex-1 break-words">{it.customer}</span>
            <span className="num">
              {formatAmount(it.amount, it.currency)} {it.currency}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
