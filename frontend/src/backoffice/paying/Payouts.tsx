import { useState } from "react";
import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount, isZero } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";
import { PayoutDialog } from "./PayoutDialog";
import { PayoutDrawer } from "./PayoutDrawer";
import { Tabs } from "./Tabs";
import { type Payout, payoutRule, payoutState, providerWord } from "./words";

/** What providers paid out, and whether it has come to the bank: each is one bank line, whichever of the two was there first. */
export default function Payouts() {
  const [params, change] = useParams();
  const [recording, setRecording] = useState(false);
  const open = params.get("id") ?? "";
  const view = params.get("view") ?? "all";
  const list = useList<Page<Payout>>("/provider-payouts", { view: view === "all" ? undefined : view });
  return (
    <>
      <PageTitle action={<Button onClick={() => setRecording(true)}>{m.recordPayout()}</Button>}>{m.title()}</PageTitle>
      <Tabs at="/console/payments/payouts" />
      <p className="mb-4 max-w-3xl text-mute">{m.payoutsIntro()}</p>
      <div className="mb-3">
        <FilterChips
          label={shared.state()}
          value={view}
          choices={[
            { value: "all", label: shared.all() },
            { value: "waiting", label: m.onTheWay() },
            { value: "differs", label: m.payoutDiffers() },
            { value: "at_bank", label: m.atBank() },
          ]}
          onChange={(next) => change({ view: next === "all" ? undefined : next })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          empty={
            <Empty
              kind={view === "waiting" || view === "differs" ? "done" : "nothing"}
              title={m.noPayouts()}
              action={view !== "all" && <Button onClick={() => change({ view: undefined })}>{shared.all()}</Button>}
            >
              {m.noPayoutsHint()}
            </Empty>
          }
        >
          {(items) => <PayoutTable payouts={items} onOpen={(id) => change({ id })} />}
        </Listed>
      </Card>
      {recording && <PayoutDialog onClose={() => setRecording(false)} onDone={() => void list.refetch()} />}
      {open && <PayoutDrawer id={open} onClose={() => change({ id: undefined })} />}
    </>
  );
}

function PayoutTable({ payouts, onOpen }: { payouts: Payout[]; onOpen: (id: string) => void }) {
  return (
    <GridTable label={m.tabPayouts()}>
      <thead>
        <tr>
          <th scope="col">{m.paidOn()}</th>
          <th scope="col">{m.provider()}</th>
          <th scope="col">{m.payoutReference()}</th>
          <th scope="col" className="text-end">
            {m.amount()}
          </th>
          <th scope="col">{shared.state()}</th>
          <th scope="col">{m.bankDay()}</th>
          <th scope="col" className="text-end">
            {m.difference()}
          </th>
          <th scope="col">{m.foundBy()}</th>
        </tr>
      </thead>
      <tbody>
        {payouts.map((it) => {
          const { label, tone } = payoutState(it);
          return (
            <tr key={it.id}>
              <td className="num">{it.paid_on}</td>
              <td>{providerWord(it.provider)}</td>
              <td>
                <button
                  type="button"
                  onClick={() => onOpen(it.id)}
                  className="num text-start font-medium text-brand hover:underline"
                >
                  {it.reference}
                </button>
              </td>
              <td className="num text-end font-medium">
                {formatAmount(it.amount, it.currency)} <span className="text-mute">{it.currency}</span>
              </td>
              <td>
                <Dot tone={tone}>{label}</Dot>
              </td>
              <td className="num">{it.line?.on}</td>
              <td className="num text-end">
                {it.line && !isZero(it.line.difference) && formatAmount(it.line.difference, it.currency)}
              </td>
              <td>{it.line && payoutRule(it.line.rule)}</td>
            </tr>
          );
        })}
      </tbody>
    </GridTable>
  );
}
