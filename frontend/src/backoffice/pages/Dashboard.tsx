import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { Dashboard as DashboardView, StatementState } from "../../shared/api/types";
import { isEnglish, text } from "../../shared/i18n/locale";
import { categoryLabel, statementStateLabel } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Failure } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { AgingBar } from "../aging/AgingBar";
import * as m from "../messages";
import { Opening } from "../Opening";
import type { Table } from "../reports/kinds";
import * as r from "../reports/messages";
import { isSection } from "../worklist/data";
import * as w from "../worklist/messages";
import { WholeSection, WorkList } from "../worklist/WorkList";

const states: StatementState[] = ["draft", "issued", "viewed", "answered", "agreed"];

/** What needs somebody now, then how things stand. */
export default function Dashboard() {
  const [params] = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["dashboard"],
    queryFn: ({ signal }) => get<DashboardView>("/dashboard", signal),
  });
  const section = params.get("section");
  if (isSection(section)) return <WholeSection section={section} />;
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  return (
    <>
      <PageTitle>{m.navDashboard()}</PageTitle>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:items-start">
        <section aria-label={w.title()} className="min-w-0">
          <WorkList />
        </section>
        <div className="grid min-w-0 gap-4">
          <div className="grid gap-4 sm:max-lg:grid-cols-2 2xl:grid-cols-2">
            {data.balances.map((it) => (
              <Card key={it.currency} className="p-4">
                <h2 className="text-mute">
                  {m.receivablesBalance()} · {it.currency}
                </h2>
                <Money
                  amount={it.balance}
                  currency={it.currency}
                  className="block text-[1.625rem] leading-tight font-semibold"
                />
                <p className="mt-2 flex flex-wrap justify-between gap-x-6 border-t border-line pt-2">
                  <span>
                    <span className="text-mute">{shared.overdue()}</span>{" "}
                    <Money amount={it.overdue} currency={it.currency} className="text-bad" />
                  </span>
                  <span>
                    <span className="text-mute">{shared.unallocatedCredits()}</span>{" "}
                    <Money amount={it.credits} currency={it.currency} />
                  </span>
                </p>
              </Card>
            ))}
          </div>
          <Rates />
          <Card className="pb-4">
            <CardHeading
              action={
                <Link href="/console/aging" className="flex min-h-8 items-center px-2 text-brand hover:underline">
                  {m.navAging()}
                </Link>
              }
            >
              {m.agingOf({ currency: data.aging.currency })}
            </CardHeading>
            <div className="px-4">
              <AgingBar currency={data.aging.currency} buckets={data.aging.buckets} />
            </div>
          </Card>
          <div className="grid gap-4">
            <Card className="pb-4">
              <CardHeading>{m.statementProgress()}</CardHeading>
              <ul className="grid grid-cols-5 px-2 text-center">
                {states.map((state) => (
                  <li key={state}>
                    <Link href={`/console/statements?state=${state}`} className="block rounded-md py-2 hover:bg-sunken">
                      <span className="num block text-[1.375rem] leading-tight font-semibold">
                        {text(data.statements_by_state[state] ?? 0)}
                      </span>
                      <span className="text-mute">{statementStateLabel(state)}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </Card>
            <Card className="pb-3">
              <CardHeading>{m.disputesByReason()}</CardHeading>
              <Reasons rows={data.disputes_by_category} />
            </Card>
          </div>
        </div>
      </div>
    </>
  );
}

/** The figures by which receivables are judged, as the report of that name has them; it is asked for by itself, because it reads a year. */
function Rates() {
  const { data } = useQuery({
    queryKey: ["report", "indicators", "dashboard"],
    queryFn: ({ signal }) => get<Table>("/reports/indicators?period=twelve_months&amounts=base&by=region", signal),
    staleTime: 300_000,
    retry: false,
  });
  const total = data?.totals[0];
  if (!data || !total) return null;
  const formulas: Record<string, () => string> = {
    overdue_rate: r.formulaOverdue,
    collection_rate: r.formulaCollection,
    turnover: r.formulaTurnover,
    dso: r.formulaDso,
  };
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3">
        {data.columns.map((it, at) => {
          const formula = formulas[it.key];
          return (
            formula && (
              <div key={it.key}>
                <dt className="text-mute">{isEnglish() ? it.en : it.zh}</dt>
                <dd>
                  <Link
                    href="/console/reports?report=indicators&period=twelve_months&amounts=base"
                    className="num text-[1.375rem] leading-tight font-semibold hover:text-brand hover:underline"
                  >
                    {total.cells[at] || "–"}
                  </Link>
                  <p className="text-[0.8125rem] text-mute">{formula()}</p>
                </dd>
              </div>
            )
          );
        })}
      </dl>
    </Card>
  );
}

function Reasons({ rows }: { rows: DashboardView["disputes_by_category"] }) {
  const most = Math.max(1, ...rows.map((it) => it.count));
  if (rows.length === 0) return <p className="px-4 text-mute">{m.noDisputes()}</p>;
  return (
    <table className="w-full">
      <caption className="sr-only">{m.disputesByReason()}</caption>
      <tbody>
        {rows.map((it) => (
          <tr key={`${it.category}${it.currency}`}>
            <th scope="row" className="py-1 ps-4 pe-3 text-start font-normal whitespace-nowrap">
              {categoryLabel(it.category)}
            </th>
            <td className="w-1/3" aria-hidden="true">
              <div className="h-2 rounded-full bg-brand" style={{ width: `${(it.count / most) * 100}%` }} />
            </td>
            <td className="num ps-3 text-end">{it.count}</td>
            <td className="num ps-3 pe-4 text-end text-mute">
              <Money amount={it.amount} currency={it.currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
