import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { get, post, query } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { dayOf } from "../../shared/dates";
import { formatNumber } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { ScrollTable } from "../../shared/ui/ScrollTable";
import { Empty, Failure, Notice, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";

type Found = components["schemas"]["BackofficeExchangeRates"];

/** The exchange rates, and what a month's end still lacks. */
export default function Rates() {
  const [params, change] = useParams();
  const month = params.get("month") ?? "";
  const { data, error, refetch } = useQuery({
    queryKey: ["exchange-rates", month],
    queryFn: ({ signal }) =>
      get<Found>(`/exchange-rates${query({ period_end: month ? `${month}-01` : undefined })}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={8} />;
  return (
    <>
      <PageTitle>{m.ratesTitle()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.ratesIntro({ base: data.base })}</p>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
        <Card>
          {data.rates.length === 0 ? (
            <Empty kind="nothing" title={m.noRates()} />
          ) : (
            <ScrollTable label={m.ratesTitle()}>
              <thead>
                <tr>
                  <th scope="col">{m.onDate()}</th>
                  <th scope="col">{m.currency()}</th>
                  <th scope="col" className="text-end">
                    {m.rate()}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.rates.map((it) => (
                  <tr key={`${it.currency}${it.on}`}>
                    <td className="num">{it.on}</td>
                    <td>{it.currency}</td>
                    <td className="num text-end">{formatNumber(it.rate)}</td>
                  </tr>
                ))}
              </tbody>
            </ScrollTable>
          )}
        </Card>
        <div className="space-y-4">
          <Card className="space-y-3 p-4">
            <h2 className="font-semibold">{m.periodEnd({ date: data.period_end })}</h2>
            <TextField
              label={m.month()}
              type="month"
              value={month || data.period_end.slice(0, 7)}
              onChange={(event) => change({ month: event.target.value || undefined })}
            />
            {data.at_end.length === 0 && <p className="text-mute">{m.noForeign()}</p>}
            <ul className="space-y-2">
              {data.at_end.map((it) => (
                <li key={it.currency}>
                  {it.missing ? (
                    <Notice tone="warn">{it.why}</Notice>
                  ) : (
                    <span className="flex justify-between">
                      <span>{it.currency}</span>
                      <span className="num">{formatNumber(it.rate ?? "")}</span>
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </Card>
          <NewRate data={data} />
        </div>
      </div>
    </>
  );
}

function NewRate({ data }: { data: Found }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const missing = data.at_end.find((it) => it.missing);
  const [currency, setCurrency] = useState(missing?.currency ?? "USD");
  const [on, setOn] = useState(missing ? data.period_end : dayOf(new Date(), organization.time_zone));
  const [rate, setRate] = useState("");
  const change = data.actions.change ?? { allowed: false };
  const save = useMutation({
    mutationFn: () => post<Found>("/exchange-rates", { rates: [{ currency, on, rate }] }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["exchange-rates"] });
      setRate("");
      toast(m.rateSaved());
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <Card>
      <CardHeading>{m.addRate()}</CardHeading>
      <form onSubmit={submit} className="space-y-3 px-4 pb-4">
        <TextField
          label={m.currency()}
          required
          maxLength={3}
          disabled={!change.allowed}
          value={currency}
          onChange={(event) => setCurrency(event.target.value.toUpperCase())}
        />
        <TextField
          label={m.onDate()}
          type="date"
          required
          disabled={!change.allowed}
          value={on}
          onChange={(event) => setOn(event.target.value)}
        />
        <TextField
          label={`${m.rate()} ${data.base}`}
          required
          inputMode="decimal"
          inputClass="num text-end"
          disabled={!change.allowed}
          value={rate}
          onChange={(event) => setRate(event.target.value.trim())}
        />
        <WriteFailure error={save.error} />
        <Button look="primary" type="submit" busy={save.isPending} disabled={!change.allowed || !rate}>
          {m.saveRate()}
        </Button>
        {!change.allowed && <p className="text-mute">{change.why}</p>}
      </form>
    </Card>
  );
}
