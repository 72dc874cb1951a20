import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link } from "wouter";
import { get, newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { Page } from "../../shared/api/types";
import { locale } from "../../shared/i18n/locale";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle, Progress } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { Empty, Failure, WriteFailure } from "../../shared/ui/states";
import { UpLink } from "../../shared/ui/UpLink";
import { useParams } from "../../shared/useParams";
import { Opening } from "../Opening";
import * as m from "./messages";
import { type Run, RunState } from "./Runs";
import { ruleWord } from "./words";

type Credit = components["schemas"]["BackofficeClearingCredit"];

const whys: Record<string, () => string> = {
  no_debit: m.whyNoDebit,
  no_match: m.whyNoMatch,
  ambiguous: m.whyAmbiguous,
};

/** One run: what it would settle and why, what it leaves to people, and how far settling is. */
export default function RunPage({ id }: { id: string }) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ["allocation-run", id],
    queryFn: ({ signal }) => get<Run>(`/allocation-runs/${id}`, signal),
    refetchInterval: (query) => {
      const state = query.state.data?.state;
      return state === "planning" || state === "settling" ? 1_000 : false;
    },
  });
  const act = useMutation({
    mutationFn: (what: "settlement" | "cancellation") =>
      post<Run>(`/allocation-runs/${id}/${what}`, { row_version: data?.row_version }, newIntent()),
    onSuccess: (run) => {
      client.setQueryData(["allocation-run", id], run);
      void client.invalidateQueries({ queryKey: ["list"] });
    },
    onError: () => void refetch(),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const toSettle = data.proposed + data.settled + data.changed + data.failed;
  const rate = new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 }).format(
    data.total > 0 ? (data.state === "planned" ? data.proposed : data.settled) / data.total : 0,
  );
  return (
    <>
      <UpLink href="/console/allocation/runs">{m.autoAll()}</UpLink>
      <PageTitle
        action={
          <div className="flex flex-wrap gap-2">
            {data.actions.cancel?.allowed && (
              <Button busy={act.isPending} onClick={() => act.mutate("cancellation")}>
                {m.cancelRun()}
              </Button>
            )}
            {(data.state === "planned" || data.state === "planning") && (
              <Button
                look="primary"
                busy={act.isPending}
                disabled={!data.actions.settle?.allowed}
                title={data.actions.settle?.why}
                onClick={() => act.mutate("settlement")}
              >
                {m.settleAll({ count: data.proposed })}
              </Button>
            )}
          </div>
        }
      >
        {m.runTitle({ date: data.effective_date })}
      </PageTitle>
      <Card className="mb-4 space-y-3 p-4">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <RunState run={data} />
          <span>{data.customer_name || m.everyCustomer()}</span>
          <span className="text-mute">
            {m.rulesUsed()} {data.rules_version}
          </span>
          <strong className="font-semibold">{m.autoRate({ rate })}</strong>
        </div>
        {(data.state === "settling" || data.state === "done") && (
          <Progress done={data.settled} of={toSettle} label={m.progressOf({ done: data.settled, total: toSettle })} />
        )}
        <WriteFailure error={act.error} />
      </Card>
      <Credits run={data} />
    </>
  );
}

function Credits({ run }: { run: Run }) {
  const client = useQueryClient();
  const [params, change] = useParams();
  const counts: [Credit["state"], () => string, number][] = [
    ["proposed", m.proposedCount, run.proposed],
    ["settled", m.settledCount, run.settled],
    ["exception", m.exceptionCount, run.exceptions],
    ["left_out", m.leftOutCount, run.left_out],
    ["changed", m.changedCount, run.changed],
    ["failed", m.failedCount, run.failed],
  ];
  const shown = counts.filter(([state, , count]) => count > 0 || state === "proposed" || state === "exception");
  const state = params.get("state") ?? (run.state === "done" ? "settled" : "proposed");
  const path = `/allocation-runs/${run.id}/credits`;
  const list = useList<Page<Credit>>(path, { state });
  const moved = `${run.state} ${run.total} ${run.proposed} ${run.settled}`;
  const shownAt = useRef(moved);
  useEffect(() => {
    if (shownAt.current === moved) return;
    shownAt.current = moved;
    void client.invalidateQueries({ queryKey: ["list", path] });
  }, [client, path, moved]);
  const leave = useMutation({
    mutationFn: (credit: Credit) =>
      post(`/allocation-runs/${run.id}/left-out`, { item: credit.item, left_out: credit.state === "proposed" }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["allocation-run", run.id] });
      void client.invalidateQueries({ queryKey: ["list"] });
    },
  });
  return (
    <>
      <div className="mb-3">
        <FilterChips
          label={m.runState()}
          value={state}
          choices={shown.map(([value, label, count]) => ({ value, label: label(), count }))}
          onChange={(next) => change({ state: next })}
        />
      </div>
      <WriteFailure error={leave.error} />
      <Card>
        <Listed list={list} rows={8} empty={<Empty kind="done" title={m.nothingHere()} />}>
          {(items) => (
            <GridTable label={m.looked()}>
              <thead>
                <tr>
                  <th scope="col">{m.creditNo()}</th>
                  <th scope="col">{shared.customer()}</th>
                  <th scope="col" className="text-end">
                    {m.open()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.settles()}
                  </th>
                  <th scope="col">{m.because()}</th>
                  <th scope="col">{m.forDebits()}</th>
                  <th scope="col">
                    <span className="sr-only">{m.openWorkbench()}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.item}>
                    <td className="num">
                      <Link href={`/console/documents/${it.document.id}`} className="text-brand hover:underline">
                        {it.document.document_no}
                      </Link>
                    </td>
                    <td className="max-w-56 truncate">{it.customer.name}</td>
                    <td className="text-end">
                      <Money amount={it.open} currency={it.currency} />
                    </td>
                    <td className="text-end">
                      {it.state !== "exception" && <Money amount={it.settles} currency={it.currency} />}
                    </td>
                    <td>{reason(it)}</td>
                    <td className="num">
                      {it.debits.slice(0, 3).join(" · ")}
                      {it.debits.length > 3 && ` +${it.debits.length - 3}`}
                    </td>
                    <td className="text-end">
                      {run.state === "planned" && (it.state === "proposed" || it.state === "left_out") ? (
                        <Button look="quiet" disabled={leave.isPending} onClick={() => leave.mutate(it)}>
                          {it.state === "proposed" ? m.leaveOut() : m.takeIn()}
                        </Button>
                      ) : it.settlement_id ? (
                        <Link
                          href={`/console/allocation/settlements/${it.settlement_id}`}
                          className="text-brand hover:underline"
                        >
                          {m.settle()}
                        </Link>
                      ) : (
                        <Link
                          href={`/console/allocation?customer=${it.customer.id}&document=${it.document.id}`}
                          className="text-brand hover:underline"
                        >
                          {m.openWorkbench()}
                        </Link>
                      )}
                    </td>
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

function reason(credit: Credit): string {
  if (credit.state === "exception") return whys[credit.why ?? ""]?.() ?? "";
  if (credit.state === "changed") return m.whyChanged();
  return credit.message ?? ruleWord(credit.rule ?? "", credit.found);
}
