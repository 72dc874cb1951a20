import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, newIntent, post, query } from "../../shared/api/client";
import { dayOf } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { formatAmount, formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty, Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";
import type { BankAccounts, BankComparison, BankFinding } from "./types";

type Verdict = BankFinding["verdict"];

const verdicts: Record<Verdict, () => string> = {
  amount: m.offAmount,
  date: m.offDate,
  name: m.offName,
  only_bank: m.onlyBank,
  only_system: m.onlySystem,
  agrees: m.agrees,
};

/**
 * Until when every account has been stated: what a bank has not said yet cannot differ. An account that has said nothing
 * for two months longer than the others does not hold them back.
 */
export function statedUntil(days: string[]): string {
  const sorted = days.toSorted();
  const newest = Date.parse(sorted.at(-1) ?? "");
  return sorted.find((day) => newest - Date.parse(day) <= 62 * 86_400_000) ?? "";
}

/** The receipts of the books beside the lines of the bank: what is the same is joined, what differs is shown side by side. */
export default function Check() {
  const [params, change] = useParams();
  const { organization } = useSession();
  const today = dayOf(new Date(), organization.time_zone);
  const { data: accounts } = useQuery({
    queryKey: ["bank-accounts"],
    queryFn: ({ signal }) => get<BankAccounts>("/bank/accounts", signal),
  });
  const last = statedUntil((accounts?.items ?? []).flatMap((it) => it.last_on || []));
  const to = params.get("to") ?? (last || today);
  const from = params.get("from") ?? `${to.slice(0, 7)}-01`;
  const currencies = [...new Set([organization.base_currency, ...(accounts?.items ?? []).map((it) => it.currency)])];
  const currency = params.get("currency") ?? organization.base_currency;
  const { data, error, refetch } = useQuery({
    queryKey: ["bank-comparison", currency, from, to],
    queryFn: ({ signal }) => get<BankComparison>(`/bank/comparison${query({ currency, from, to })}`, signal),
    enabled: Boolean(accounts),
  });
  const view = params.get("view") ?? "problems";
  const count = (verdict: Verdict) => data?.items.filter((it) => it.verdict === verdict).length ?? 0;
  const shown = data?.items.filter((it) => (view === "problems" ? it.verdict !== "agrees" : it.verdict === view)) ?? [];
  return (
    <>
      <UpLink href="/console/bank">{m.title()}</UpLink>
      <PageTitle>{m.check()}</PageTitle>
      <p className="-mt-3 mb-4 text-mute">{m.checkIntro()}</p>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <TextField
          type="date"
          label={m.from()}
          value={from}
          onChange={(event) => change({ from: event.target.value })}
        />
        <TextField type="date" label={m.to()} value={to} onChange={(event) => change({ to: event.target.value })} />
        <SelectField
          label={m.currency()}
          value={currency}
          onChange={(event) => change({ currency: event.target.value })}
        >
          {currencies.map((it) => (
            <option key={it}>{it}</option>
          ))}
        </SelectField>
      </div>
      <Loaded of={{ data, error, refetch }}>
        {(data) => (
          <>
            <div className="mb-3">
              <FilterChips
                label={m.differs()}
                value={view}
                choices={[
                  { value: "problems", label: m.problems(), count: data.items.length - count("agrees") },
                  ...(Object.keys(verdicts) as Verdict[]).map((it) => ({
                    value: it as string,
                    label: verdicts[it](),
                    count: count(it),
                  })),
                ]}
                onChange={(next) => change({ view: next === "problems" ? undefined : next })}
              />
            </div>
            {data.more && (
              <div className="mb-3">
                <Notice tone="warn">{m.narrow()}</Notice>
              </div>
            )}
            <JoinAll key={count("agrees")} data={data} />
            <Card>
              {shown.length === 0 ? (
                <Empty kind="done" title={m.clean()} />
              ) : (
                <Findings items={shown} currency={data.currency} />
              )}
            </Card>
            <p className="mt-2 text-mute">
              {m.joined()}: <span className="num">{data.joined}</span>
            </p>
          </>
        )}
      </Loaded>
    </>
  );
}

function JoinAll({ data }: { data: BankComparison }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const most = 500;
  const pairs = data.items
    .filter((it) => it.verdict === "agrees" && it.line && it.booked)
    .slice(0, most)
    .map((it) => ({ line_id: it.line?.id, document_id: it.booked?.document_id }));
  const join = useMutation({
    mutationFn: () => post<{ joined: number }>("/bank/joins", { pairs }, intent),
    onSuccess: (done) => {
      void client.invalidateQueries();
      toast(m.joinedNow({ count: done.joined }));
    },
  });
  if (pairs.length === 0 || !data.actions.join?.allowed) return null;
  return (
    <div className="mb-3 grid gap-2">
      <WriteFailure error={join.error} />
      <div>
        <Button look="primary" busy={join.isPending} onClick={() => join.mutate()}>
          {m.joinAll({ count: pairs.length })}
        </Button>
      </div>
    </div>
  );
}

function Findings({ items, currency }: { items: BankFinding[]; currency: string }) {
  return (
    <GridTable label={m.check()}>
      <thead>
        <tr>
          <th scope="col">{m.differs()}</th>
          <th scope="col" className="text-end">
            {m.inBank()}
          </th>
          <th scope="col">{m.bookedOn()}</th>
          <th scope="col">{m.counterparty()}</th>
          <th scope="col" className="text-end">
            {m.inBooks()}
          </th>
          <th scope="col">{shared.date()}</th>
          <th scope="col">{shared.customer()}</th>
          <th scope="col">{shared.document()}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((it) => (
          <tr key={`${it.line?.id}${it.booked?.document_id}`}>
            <td>
              <Dot tone={it.verdict === "agrees" ? "ok" : "warn"}>{verdicts[it.verdict]()}</Dot>
              {it.difference && <span className="num ms-2 font-medium">{formatMoney(it.difference, currency)}</span>}
              {it.verdict === "date" && (
                <span className="ms-2 text-mute">
                  {it.days > 0 ? m.daysAfter({ count: it.days }) : m.daysBefore({ count: -it.days })}
                </span>
              )}
            </td>
            <td className="num text-end">{it.line && formatAmount(it.line.amount, currency)}</td>
            <td className="num">{it.line?.booked_on}</td>
            <td>{it.line?.counterparty}</td>
            <td className="num text-end">{it.booked && formatAmount(it.booked.amount, currency)}</td>
            <td className="num">{it.booked?.document_date}</td>
            <td>{it.booked?.customer_name}</td>
            <td>
              {it.booked && (
                <Link
                  href={`/console/documents/${it.booked.document_id}`}
                  className="num font-medium text-brand hover:underline"
                >
                  {it.booked.document_no}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}
