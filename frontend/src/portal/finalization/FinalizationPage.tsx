import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { apiPath, get } from "../../shared/api/client";
import { formatRange, readersInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { Card, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice } from "../../shared/ui/states";
import { isWaiting, lookAgain, ProviderStanding } from "../esign/AtProvider";
import { Opening } from "../Opening";
import { Bundles } from "./Bundles";
import { Decline } from "./Decline";
import { type FinalizationView, stateLabel, stateTone } from "./data";
import * as m from "./messages";
import { SignSteps } from "./SignSteps";

/** One reconciliation that the supplier has signed: read it, sign it, or say why not. */
export default function FinalizationPage({ id }: { id: string }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const [declining, setDeclining] = useState(false);
  const key = ["finalization", id];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<FinalizationView>(`/finalizations/${id}`, signal),
    refetchInterval: ({ state }) => lookAgain(state.data),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  function done(next: FinalizationView) {
    client.setQueryData(key, next);
    void client.invalidateQueries({ queryKey: ["list"] });
    setDeclining(false);
  }
  const money = (amount: string) => <Money amount={amount} currency={data?.currency ?? ""} />;
  const mark = (of?: { by: string; at: string }) =>
    of ? m.by({ who: of.by, at: readersInstant(of.at, organization.time_zone) }) : m.notYet();
  return (
    <>
      <Link href="/p/finalizations" className="inline-flex min-h-11 items-center text-mute hover:text-ink">
        ‹ {m.back()}
      </Link>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
        <Card className="space-y-4 p-5">
          <div className="flex flex-wrap items-start justify-between gap-3">
            <div className="min-w-0">
              <h1 className="text-[1.375rem] leading-tight font-semibold break-words">{data.statement_no}</h1>
              <p className="mt-1 flex flex-wrap items-center gap-2 text-mute">
                <span className="num">{formatRange(data.period_start, data.cut_off)}</span>
                <Chip tone={stateTone(data.state)}>{stateLabel(data.state)}</Chip>
                {data.scope === "agreed_part" && m.part()}
              </p>
            </div>
            <Money
              amount={data.agreed}
              currency={data.currency}
              className="ms-auto text-[1.5rem] leading-tight font-semibold"
            />
          </div>
          {data.state === "to_countersign" && <ProviderStanding of={data} onDone={done} />}
          {data.actions.countersign?.allowed && !isWaiting(data) ? (
            <SignSteps of={data} onDone={done} onDecline={() => setDeclining(true)} />
          ) : (
            <div className="space-y-3">
              {data.state === "signed" && <Notice tone="ok">{m.signed()}</Notice>}
              {data.end && <Notice tone="warn">{m.endedBy({ who: data.end.by, reason: data.end.reason })}</Notice>}
              {data.state === "to_countersign" && !data.actions.countersign?.allowed && (
                <p className="text-mute">{m.mayNot()}</p>
              )}
              <a className={buttonClass("secondary")} href={apiPath(`/finalizations/${id}/file`)} download>
                {m.download()}
              </a>
              {data.state === "signed" && <Bundles statement={data.statement_id} />}
            </div>
          )}
        </Card>
        <Card className="p-5">
          <Facts
            facts={[
              [m.closing(), money(data.closing)],
              [m.adjustments(), money(data.adjustments)],
              [m.items(), money(data.items)],
              [m.disputed(), money(data.disputed)],
              [m.agreedBalance(), money(data.agreed)],
              [m.sellerSigned(), mark(data.seller)],
              [m.buyerSigned(), mark(data.buyer)],
            ]}
          />
        </Card>
      </div>
      {declining && <Decline id={id} onClose={() => setDeclining(false)} onDone={done} />}
    </>
  );
}
