import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get, query } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import { buttonClass } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Dot } from "../../shared/ui/Status";
import { Failure } from "../../shared/ui/states";
import * as m from "./messages";
import type { DueRun } from "./types";
import { cycleLabel } from "./words";

const shown = 8;

/** The cut-offs on which cycles end: who is not dealt with yet, and the way to the run. */
export function DueRuns() {
  const { data, error, refetch } = useQuery({
    queryKey: ["list", "/due-runs"],
    queryFn: ({ signal }) => get<{ items: DueRun[] }>("/due-runs", signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <Card className="mb-4">
      <CardHeading>{m.dueTitle()}</CardHeading>
      <p className="px-4 pb-2 text-mute">{data.items.length === 0 ? m.dueNone() : m.dueHint()}</p>
      {data.items.length > 0 && (
        <GridTable label={m.dueTitle()}>
          <thead>
            <tr>
              <th scope="col">{shared.cutOff()}</th>
              <th scope="col">{m.label()}</th>
              <th scope="col">{m.dueOn()}</th>
              <th scope="col" className="text-end">
                {m.dueDealt()}
              </th>
              <th scope="col">
                <span className="sr-only">{m.dueStart()}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.slice(0, shown).map((it) => (
              <tr key={it.cut_off}>
                <td className="num font-medium">{it.cut_off}</td>
                <td>{it.cycles.map(cycleLabel).join(" · ")}</td>
                <td className="num">
                  <Dot tone={it.days < 0 ? "bad" : it.days === 0 ? "warn" : "neutral"}>
                    {it.on} <span className="text-mute">{when(it.days)}</span>
                  </Dot>
                  {it.automatic && <span className="ms-2 text-mute">{m.dueAutomatic()}</span>}
                </td>
                <td className="num text-end">{m.dueDone({ done: it.done, total: it.customers })}</td>
                <td className="text-end">
                  <Link
                    href={`/console/runs/new${query({ period_start: it.period_start, cut_off: it.cut_off, due: true })}`}
                    aria-label={`${m.dueStart()} ${it.cut_off}`}
                    className={buttonClass("quiet")}
                  >
                    {m.dueStart()}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </GridTable>
      )}
    </Card>
  );
}

function when(days: number): string {
  if (days === 0) return m.dueToday();
  return days < 0 ? m.dueLate({ count: -days }) : m.dueIn({ count: days });
}
