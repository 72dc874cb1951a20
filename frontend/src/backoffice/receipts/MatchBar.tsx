import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { get, newIntent, post } from "../../shared/api/client";
import { formatDate, formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Dot } from "../../shared/ui/Status";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import type { MatchState, Run } from "./types";

const key = ["receipt-matching"];

/** What waits and the latest runs; asked again and again while a run goes on. */
export function useMatching() {
  const client = useQueryClient();
  const state = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<MatchState>("/bank/matching", signal),
    refetchInterval: (query) => (running(query.state.data) ? 1_000 : false),
  });
  const goes = running(state.data);
  const went = useRef(false);
  const last = state.data?.runs[0];
  useEffect(() => {
    if (went.current && !goes && last) {
      toast(m.runDone({ posted: last.posted, suggested: last.suggested, unidentified: last.unidentified }));
      void client.invalidateQueries({ queryKey: ["list"] });
    }
    went.current = goes;
  }, [goes, last, client]);
  return state;
}

const running = (state: MatchState | undefined) => state?.runs[0]?.state === "running";

export function useStartMatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (posts: boolean) => post<Run>("/bank/matching/runs", { posts }, newIntent()),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
    onSuccess: (run) =>
      client.setQueryData<MatchState>(key, (before) => before && { ...before, runs: [run, ...before.runs] }),
  });
}

/** How much waits and for how long, what the last run found, and the ways to run again. */
export function MatchBar({ state }: { state: MatchState }) {
  const start = useStartMatch();
  const goes = running(state);
  const may = state.actions.start;
  return (
    <Card className="mb-4 grid gap-3 p-4">
      {state.ages.length > 0 && (
        <ul aria-label={m.agesTitle()} className="flex flex-wrap gap-x-8 gap-y-2">
          {state.ages.map((it) => (
            <li key={it.currency} className="min-w-0">
              <span className="flex flex-wrap items-baseline gap-x-2">
                <Money amount={it.amount} currency={it.currency} code className="text-[1.125rem] font-semibold" />
                <span className="text-mute">{m.lines({ count: it.lines })}</span>
              </span>
              <span className="flex flex-wrap items-baseline gap-x-3 text-[0.8125rem] text-mute">
                {m.oldest({ date: formatDate(it.oldest) })}
                {it.over_30 > 0 && <Dot tone="warn">{m.over30({ count: it.over_30 })}</Dot>}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p role="status" className="min-w-0 flex-1 basis-64 text-mute">
          <LastRun run={state.runs[0]} />
        </p>
        {may?.allowed ? (
          state.ages.length > 0 && (
            <div className="flex flex-wrap gap-2">
              <Button title={m.againHint()} busy={goes || start.isPending} onClick={() => start.mutate(false)}>
                {m.again()}
              </Button>
              <Button look="primary" busy={goes || start.isPending} onClick={() => start.mutate(true)}>
                {m.post()}
              </Button>
            </div>
          )
        ) : (
          <p className="text-mute">{may?.why || m.mayNot()}</p>
        )}
      </div>
      <WriteFailure error={start.error} />
    </Card>
  );
}

function LastRun({ run }: { run: Run | undefined }) {
  const { organization } = useSession();
  if (!run) return m.neverRun();
  if (run.state === "running") return m.matching({ lines: run.lines, posted: run.posted });
  const said = {
    at: formatInstant(run.created_at, organization.time_zone),
    who: run.by,
    lines: run.lines,
    posted: run.posted,
    suggested: run.suggested,
    unidentified: run.unidentified,
  };
  if (!run.posts) return m.lastDry(said);
  if (run.lines === 0) return m.lastRun(said);
  return `${m.lastRun(said)} · ${m.autoRate({ rate: Math.floor((run.posted * 100) / run.lines) })}`;
}
