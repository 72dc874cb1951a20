import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, newIntent, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { isNegative, isZero, negate } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { ReasonModal } from "../../shared/ui/FormModal";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, Facts, PageTitle } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Dot } from "../../shared/ui/Status";
import { Failure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { Opening } from "../Opening";
import type { Made, Settlement } from "./data";
import * as m from "./messages";
import { Entry } from "./Outcome";
import { becauseWord, modeWord, ruleWord, stateTone, stateWord } from "./words";

/** One settlement with its pairs, its entry and the way to undo it. */
export default function SettlementPage({ id }: { id: string }) {
  const { organization } = useSession();
  const [undoing, setUndoing] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["settlement", id],
    queryFn: ({ signal }) => get<Settlement>(`/settlements/${id}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const loss = data.exchange_loss;
  const link = (other: string | undefined, label: string) =>
    other && (
      <Link href={`/console/allocation/settlements/${other}`} className="text-brand hover:underline">
        {label}
      </Link>
    );
  return (
    <>
      <UpLink href="/console/allocation/settlements">{m.history()}</UpLink>
      <PageTitle
        action={
          data.state === "live" && (
            <Button look="danger" disabled={!data.undo.allowed} title={data.undo.why} onClick={() => setUndoing(true)}>
              {m.undoTitle()}
            </Button>
          )
        }
      >
        {m.settlementTitle({ date: data.effective_date })}
      </PageTitle>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
        <Card>
          <CardHeading>{m.pairsTitle({ count: data.pair_count })}</CardHeading>
          <GridTable label={m.pairsTitle({ count: data.pair_count })}>
            <thead>
              <tr>
                <th scope="col">{m.owed()}</th>
                <th scope="col" className="text-end">
                  {shared.amount()}
                </th>
                <th scope="col">{m.paid()}</th>
                <th scope="col" className="text-end">
                  {shared.amount()}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.pairs.map((it) => (
                <tr key={`${it.debit.id} ${it.credit.id} ${it.debit_amount.amount}`}>
                  <td className="num">
                    <Link href={`/console/documents/${it.debit.id}`} className="text-brand hover:underline">
                      {it.debit.document_no}
                    </Link>
                  </td>
                  <td className="text-end">
                    <Money amount={it.debit_amount.amount} currency={it.debit_amount.currency} />
                  </td>
                  <td className="num">
                    <Link href={`/console/documents/${it.credit.id}`} className="text-brand hover:underline">
                      {it.credit.document_no}
                    </Link>
                  </td>
                  <td className="text-end">
                    <Money amount={it.credit_amount.amount} currency={it.credit_amount.currency} />
                  </td>
                </tr>
              ))}
            </tbody>
          </GridTable>
        </Card>
        <div className="space-y-4">
          <Card className="p-4">
            <Facts
              facts={[
                [
                  m.state(),
                  <Dot key="state" tone={stateTone(data.state)}>
                    {stateWord(data.state)}
                  </Dot>,
                ],
                [
                  shared.customer(),
                  <Link
                    key="customer"
                    href={`/console/customers/${data.customer.id}`}
                    className="text-brand hover:underline"
                  >
                    {data.customer.name}
                  </Link>,
                ],
                [m.mode(), modeWord(data.mode)],
                [m.rule(), data.rule && ruleWord(data.rule)],
                [m.effective(), data.effective_date],
                [m.by(), data.made_by || m.program()],
                [m.madeAt(), formatInstant(data.created_at, organization.time_zone)],
                [m.reason(), data.reason],
                [
                  isNegative(loss) ? m.exchangeGain() : m.exchangeLoss(),
                  !isZero(loss) && (
                    <Money key="loss" amount={isNegative(loss) ? negate(loss) : loss} currency={data.base_currency} />
                  ),
                ],
                [m.undoneOn(), data.undone_on],
                [m.seeUndoing(), link(data.undone_by, m.stateReversal())],
                [m.seeOriginal(), link(data.reverses, m.settle())],
              ]}
            />
          </Card>
          <Card className="p-4">
            <h2 className="mb-2 font-semibold">{m.posted()}</h2>
            {data.entry.length === 0 ? (
              <p className="text-mute">{m.noEntry()}</p>
            ) : (
              <Entry lines={data.entry} base={data.base_currency} />
            )}
          </Card>
        </div>
      </div>
      {undoing && <Undo settlement={data} onClose={() => setUndoing(false)} />}
    </>
  );
}

function Undo({ settlement, onClose }: { settlement: Settlement; onClose: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const { undo } = settlement;
  const act = useMutation({
    mutationFn: (reason: string) => post<Made>(`/settlements/${settlement.id}/reversal`, { reason }, intent),
    onSuccess: (done) => {
      void client.invalidateQueries({ queryKey: ["settlement"] });
      void client.invalidateQueries({ queryKey: ["list"] });
      void client.invalidateQueries({ queryKey: ["open-items"] });
      toast(done.proposal_id ? m.waits() : m.undone());
      onClose();
    },
  });
  return (
    <ReasonModal
      title={m.undoTitle()}
      action={m.undoTitle()}
      look="danger"
      busy={act.isPending}
      error={act.error}
      label={m.reason()}
      maxLength={1000}
      onClose={onClose}
      onGive={act.mutate}
    >
      <p>
        {undo.removes
          ? m.wayRemoves({ on: undo.on })
          : m.wayReverses({ on: undo.on, because: becauseWord(undo.because ?? "") })}
      </p>
    </ReasonModal>
  );
}
