import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { Page } from "../../shared/api/types";
import { dayOf, formatInstant } from "../../shared/dates";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot, type Tone } from "../../shared/ui/Status";
import { Empty, WriteFailure } from "../../shared/ui/states";
import { UpLink } from "../../shared/ui/UpLink";
import * as m from "./messages";

export type Run = components["schemas"]["BackofficeClearingRun"];

const states: Record<Run["state"], [() => string, Tone]> = {
  planning: [m.statePlanning, "brand"],
  planned: [m.statePlanned, "warn"],
  settling: [m.stateSettling, "brand"],
  done: [m.stateDone, "ok"],
  cancelled: [m.stateCancelled, "neutral"],
};

export function RunState({ run }: { run: Run }) {
  const [word, tone] = states[run.state];
  return <Dot tone={tone}>{word()}</Dot>;
}

/** Runs of automatic allocation, and the way to plan one. */
export default function Runs() {
  const { organization } = useSession();
  const [, navigate] = useLocation();
  const [intent] = useState(newIntent);
  const list = useList<Page<Run>>("/allocation-runs", {});
  const plan = useMutation({
    mutationFn: () =>
      post<Run>("/allocation-runs", { effective_date: dayOf(new Date(), organization.time_zone) }, intent),
    onSuccess: (run) => navigate(`/console/allocation/runs/${run.id}`),
  });
  const begin = (
    <Button look="primary" busy={plan.isPending} onClick={() => plan.mutate()}>
      {m.planAll()}
    </Button>
  );
  return (
    <>
      <UpLink href="/console/allocation">{m.title()}</UpLink>
      <PageTitle
        action={
          <div className="flex flex-wrap gap-2">
            <Link href="/console/allocation/rules" className={buttonClass("secondary")}>
              {m.rulesTitle()}
            </Link>
            {begin}
          </div>
        }
      >
        {m.autoAll()}
      </PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.runsIntro()}</p>
      <WriteFailure error={plan.error} />
      <Card>
        <Listed
          list={list}
          rows={4}
          empty={
            <Empty kind="nothing" title={m.noRuns()}>
              {m.noRunsHint()}
            </Empty>
          }
        >
          {(items) => (
            <GridTable label={m.autoAll()}>
              <thead>
                <tr>
                  <th scope="col">{m.madeAt()}</th>
                  <th scope="col">{shared.customer()}</th>
                  <th scope="col">{m.runState()}</th>
                  <th scope="col" className="text-end">
                    {m.looked()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.proposedCount()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.settledCount()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.exceptionCount()}
                  </th>
                  <th scope="col">{m.by()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <td>
                      <Link href={`/console/allocation/runs/${it.id}`} className="text-brand hover:underline">
                        {formatInstant(it.created_at, organization.time_zone)}
                      </Link>
                    </td>
                    <td className="max-w-56 truncate">{it.customer_name || m.everyCustomer()}</td>
                    <td>
                      <RunState run={it} />
                    </td>
                    <td className="num text-end">{it.total}</td>
                    <td className="num text-end">{it.proposed}</td>
                    <td className="num text-end">{it.settled}</td>
                    <td className="num text-end">{it.exceptions}</td>
                    <td>{it.settled_by || it.made_by}</td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
    </>
  );
}
