import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { apiPath, get } from "../../shared/api/client";
import { dayOf, formatDate, formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { standing } from "../esign/Provider";
import { Dialogs, type Step } from "./Dialogs";
import { type FinalizationView, nextStep, type StatementFinalization, stateLabel, stateTone } from "./data";
import * as m from "./messages";

/** How far a statement is on its way to both signatures, and the next step. */
export default function FinalizationCard({ statement }: { statement: string }) {
  const client = useQueryClient();
  const [step, setStep] = useState<Step>();
  const { data } = useQuery({
    queryKey: ["finalization", statement],
    queryFn: ({ signal }) => get<StatementFinalization>(`/statements/${statement}/finalization`, signal),
  });
  if (!data) return null;
  const { latest, actions } = data;
  const may = (name: string) => actions[name]?.allowed;
  if (!latest && !may("prepare") && !may("prepare_part") && actions.prepare?.why === undefined) return null;
  function done() {
    setStep(undefined);
    void client.invalidateQueries({ queryKey: ["finalization", statement] });
    void client.invalidateQueries({ queryKey: ["statement"] });
    void client.invalidateQueries({ queryKey: ["list"] });
  }
  return (
    <Card className="pb-4">
      <div id="finalization" />
      <CardHeading action={latest && <Chip tone={stateTone(latest.state)}>{stateLabel(latest.state)}</Chip>}>
        {m.card()}
      </CardHeading>
      <div className="space-y-3 px-4">
        {latest ? <Standing of={latest} /> : <p className="text-mute">{m.cardHint()}</p>}
        <div className="flex flex-wrap gap-2">
          {latest && (
            <a className={buttonClass("secondary")} href={apiPath(`/finalizations/${latest.id}/file`)} download>
              {m.download()}
            </a>
          )}
          {latest?.actions.sign?.allowed && (
            <Button look="primary" onClick={() => setStep("sign")}>
              {m.sign()}
            </Button>
          )}
          {latest?.actions.withdraw?.allowed && <Button onClick={() => setStep("withdraw")}>{m.withdraw()}</Button>}
          {may("prepare") && (
            <Button look="primary" onClick={() => setStep("whole")}>
              {m.prepare()}
            </Button>
          )}
          {may("prepare_part") && <Button onClick={() => setStep("agreed_part")}>{m.preparePart()}</Button>}
        </div>
        {latest && nextStep(latest.state) && <p className="text-mute">{nextStep(latest.state)}</p>}
        {(latest?.state === "signed" || latest?.state === "archived") && (
          <Link
            href={`/console/archive?q=${latest.statement_no}`}
            className="inline-flex min-h-8 items-center text-brand hover:underline"
          >
            {m.toArchive()}
          </Link>
        )}
        {latest?.state === "to_sign" && !latest.actions.sign?.allowed && (
          <p className="text-mute">{latest.actions.sign?.why}</p>
        )}
      </div>
      {step && (
        <Dialogs step={step} statement={statement} latest={latest} onClose={() => setStep(undefined)} onDone={done} />
      )}
    </Card>
  );
}

function Standing({ of }: { of: FinalizationView }) {
  const { organization } = useSession();
  const at = (instant: string) => formatInstant(instant, organization.time_zone);
  const money = (amount: string) => <Money amount={amount} currency={of.currency} />;
  return (
    <>
      <Facts
        facts={[
          [of.scope === "whole" ? m.agreedBalance() : `${m.agreedBalance()} · ${m.part()}`, money(of.agreed)],
          [m.adjustments(), money(of.adjustments)],
          [m.items(), money(of.items)],
          [m.disputed(), money(of.disputed)],
          [m.preparedBy(), `${of.prepared_by}  ${at(of.prepared_at)}`],
          [m.sellerSigned(), of.seller && `${of.seller.by}  ${at(of.seller.at)}`],
          [m.buyerSigned(), of.buyer && `${of.buyer.by}  ${at(of.buyer.at)}`],
          [of.request?.provider ?? "", standing(of.request, at)],
          [m.reason(), of.end && `${of.end.reason}  (${of.end.by})`],
        ]}
      />
      {of.signatures.map((it) => (
        <p key={it.party} className="text-[0.8125rem] break-words text-mute">
          {m.certificate({
            signer: it.signer,
            issuer: it.issuer,
            date: formatDate(dayOf(new Date(it.valid_to), organization.time_zone)),
          })}
          {it.stamped && ` · ${m.stamped()}`}
        </p>
      ))}
    </>
  );
}
