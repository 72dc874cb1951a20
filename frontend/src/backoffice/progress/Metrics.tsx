import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { apiPath, get, query } from "../../shared/api/client";
import { dayOf } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { UpLink } from "../../shared/ui/UpLink";
import { useParams } from "../../shared/useParams";
import { Bars } from "../reports/Bars";
import type { Table } from "../reports/kinds";
import { ReportTable } from "../reports/ReportTable";
import * as m from "./messages";

/** How fast statements come to agreement, how many at the first pass, and what disputes cost. */
export default function Metrics() {
  const { organization } = useSession();
  const [params, change] = useParams();
  const [today] = useState(() => dayOf(new Date(), organization.time_zone));
  const from = params.get("from") ?? `${Number(today.slice(0, 4)) - 1}${today.slice(4, 8)}01`;
  const to = params.get("to") ?? today;
  const by = params.get("by") ?? "month";
  const filters = { from, to, by };
  const cycle = useReport("cycle", filters);
  const causes = useReport("disputes", { from, to, by: "cause" });
  const file = (
    <a className={buttonClass("secondary")} href={apiPath(`/reports/cycle/file${query(filters)}`)} download>
      <Download aria-hidden="true" className="size-4" />
      {m.exportTable()}
    </a>
  );
  const drill = (customer: string) => `/console/progress${query({ q: customer, from, to })}`;
  return (
    <>
      <UpLink href="/console/progress">{m.title()}</UpLink>
      <PageTitle action={file}>{m.metrics()}</PageTitle>
      <p className="mb-3 text-mute">{m.metricsIntro()}</p>
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <TextField
          label={m.from()}
          type="date"
          required
          max={to}
          value={from}
          onChange={(event) => event.target.value && change({ from: event.target.value })}
        />
        <TextField
          label={m.to()}
          type="date"
          required
          min={from}
          value={to}
          onChange={(event) => event.target.value && change({ to: event.target.value })}
        />
        <SelectField label={m.rows()} value={by} onChange={(event) => change({ by: event.target.value })}>
          <option value="month">{m.byMonth()}</option>
          <option value="salesperson">{m.bySalesperson()}</option>
          <option value="customer">{m.byCustomer()}</option>
        </SelectField>
      </div>
      <Loaded of={cycle} rows={8}>
        {(data) =>
          data.rows.length === 0 ? (
            <Card>
              <Empty kind="nothing" title={m.noMetrics()}>
                {m.noMetricsHint()}
              </Empty>
            </Card>
          ) : (
            <div className="space-y-4">
              {by !== "customer" && (
                <div className="grid gap-4 lg:grid-cols-3">
                  <Column table={data} column="median_days" title={m.medianDays()} />
                  <Column table={data} column="first_pass" title={m.firstPass()} unit="%" />
                  <Column table={data} column="on_time" title={m.onTime()} unit="%" />
                </div>
              )}
              <Card>
                <ReportTable table={data} drill={drill} />
              </Card>
              {causes.data && causes.data.rows.length > 0 && (
                <Card>
                  <CardHeading>{m.costByCause()}</CardHeading>
                  <ReportTable table={causes.data} drill={drill} />
                </Card>
              )}
              <Card className="p-4 text-mute">
                <h2 className="mb-1 font-medium text-ink">{m.definitions()}</h2>
                <p>{m.defMedian()}</p>
                <p>{m.defFirst()}</p>
                <p>{m.defOnTime()}</p>
              </Card>
            </div>
          )
        }
      </Loaded>
    </>
  );
}

function useReport(name: string, filters: Record<string, string>) {
  return useQuery({
    queryKey: ["report", name, filters],
    queryFn: ({ signal }) => get<Table>(`/reports/${name}${query(filters)}`, signal),
    placeholderData: (before) => before,
  });
}

/** A chart of one column; rows without a figure say nothing. */
function Column({ table, column, title, unit = "" }: { table: Table; column: string; title: string; unit?: string }) {
  const at = (key: string) => table.columns.findIndex((it) => it.key === key);
  const name = table.columns.findIndex((it) => it.type !== "id");
  const several = new Set(table.rows.map((row) => row[at("currency")])).size > 1;
  const bars = table.rows
    .filter((row) => row[at(column)] !== "")
    .map((row) => ({
      key: `${row[name]}${row[at("currency")]}`,
      label: `${row[name]}${several ? ` ${row[at("currency")]}` : ""}`,
      size: Number(row[at(column)]),
      text: `${row[at(column)]}${unit}`,
    }));
  return <Bars title={title} bars={bars} />;
}
