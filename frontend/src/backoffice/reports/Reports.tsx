import { useQuery } from "@tanstack/react-query";
import { Settings2 } from "lucide-react";
import { useState } from "react";
import { Redirect } from "wouter";
import { ApiError, apiPath, get, query } from "../../shared/api/client";
import { Button, buttonClass } from "../../shared/ui/Button";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { InBackground } from "../reportfiles/InBackground";
import * as files from "../reportfiles/messages";
import { useTake } from "../reportfiles/useTake";
import { ask, behind, filterNames, kindOf } from "./ask";
import { Charts } from "./Charts";
import { Display } from "./Display";
import { Filters } from "./Filters";
import type { Kind, Table } from "./kinds";
import * as m from "./messages";
import { ReportTable } from "./ReportTable";
import { opening, useViews, Views } from "./Views";

/** Any report of the books: its filters, how it is shown, the table exactly as an export holds it, and the ways further down. */
export default function Reports() {
  const { data: views, isPending } = useViews();
  const [params] = useParams();
  const to = params.size === 0 && views ? opening(views.items) : undefined;
  if (to) return <Redirect to={to} replace />;
  if (params.size === 0 && isPending) return <SkeletonRows rows={12} />;
  return <Report />;
}

function Report() {
  const [params, change] = useParams();
  const [arranging, setArranging] = useState(false);
  const report = kindOf(params);
  const asked = ask(report, params);
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["report", report.key, asked],
    queryFn: ({ signal }) => get<Table>(`/reports/${report.key}${query(asked)}`, signal),
    placeholderData: (before, last) => (last?.queryKey[1] === report.key ? before : undefined),
    retry: false,
  });
  const file = (format: string) => apiPath(`/reports/${report.key}/file${query({ ...asked, format })}`);
  const take = useTake(report.key, asked);
  const open = (row: string[], column: string) => data && behind(data, params, row, column);
  const charts = params.get("chart") !== "hide";
  return (
    <>
      <PageTitle
        action={
          <div className="no-print flex flex-wrap items-center gap-2">
            <InBackground report={report.key} asked={asked} />
            {(["csv", "pdf"] as const).map((format) => (
              <a
                key={format}
                className={buttonClass("secondary")}
                href={file(format)}
                onClick={format === "csv" ? (event) => take(event, format) : undefined}
                download
              >
                {format === "csv" ? m.csv() : m.pdf()}
              </a>
            ))}
            <a className={buttonClass("primary")} href={file("xlsx")} onClick={(event) => take(event, "xlsx")} download>
              {m.excel()}
            </a>
          </div>
        }
      >
        {m.title()}
      </PageTitle>
      <Filters
        report={report}
        asked={asked}
        table={data}
        customer={data?.rows[0]?.[data.columns.findIndex((it) => it.key === "customer_name")]}
        change={change}
      />
      <div className="no-print mb-3 flex flex-wrap items-center gap-2">
        <Views params={params} />
        {data && data.choices.length > 0 && (
          <Button onClick={() => setArranging(true)}>
            <Settings2 aria-hidden="true" className="size-4" />
            {m.display()}
          </Button>
        )}
        {report.chart && (
          <Button look="quiet" onClick={() => change({ chart: charts ? "hide" : undefined })}>
            {charts ? m.hideChart() : m.showChart()}
          </Button>
        )}
        {filterNames.some((name) => params.get(name)) && (
          <Button
            look="quiet"
            onClick={() => change(Object.fromEntries(filterNames.map((name) => [name, undefined])), true)}
          >
            {m.clear()}
          </Button>
        )}
      </div>
      {data && charts && report.chart && <Charts table={data} columns={report.chart} open={open} />}
      <Card>
        {error ? (
          <>
            <Failure error={error} onRetry={() => void refetch()} />
            {error instanceof ApiError && error.code === "report_too_long" && (
              <p className="px-4 pb-4 text-center text-mute">{files.tooLong()}</p>
            )}
          </>
        ) : !data ? (
          <SkeletonRows rows={12} />
        ) : data.rows.length === 0 ? (
          <Empty kind="unmatched" title={m.nothing()}>
            {m.nothingHint()}
          </Empty>
        ) : (
          <div aria-busy={isFetching}>
            <ReportTable
              table={data}
              open={open}
              drill={(id) => {
                const next = new URLSearchParams(params);
                for (const name of ["by", "columns", "subtotal", "chart"]) next.delete(name);
                next.set("report", data.key === "aging" ? "open-items" : "detail");
                next.set("customer_id", id);
                return `/console/reports?${next}`;
              }}
            />
          </div>
        )}
      </Card>
      {data && <Notes report={report} table={data} />}
      {arranging && data && <Display table={data} asked={asked} change={change} onClose={() => setArranging(false)} />}
    </>
  );
}

/** What was asked for, as the files say it, and how the figures are made. */
function Notes({ report, table }: { report: Kind; table: Table }) {
  const made: Record<string, string[]> = {
    indicators: [m.formulaOverdue(), m.formulaCollection(), m.formulaTurnover(), m.formulaDso()],
    disputes: [m.defHours(), m.defLate()],
    "dispute-list": [m.defHours()],
    analysis: [m.defSettled()],
  };
  const lines = [...table.notes, ...(made[report.key] ?? [])].filter(Boolean);
  if (lines.length === 0) return null;
  return (
    <div className="mt-3 space-y-0.5 text-mute">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
