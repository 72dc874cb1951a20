import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { apiPath, get, query } from "../../shared/api/client";
import type { Staff } from "../../shared/api/types";
import { dayOf } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { type Kind, kinds, rowChoices, type Table } from "./kinds";
import * as m from "./messages";
import { ReportTable } from "./ReportTable";

const names = [
  "from",
  "to",
  "customer_id",
  "salesperson_id",
  "region",
  "currency",
  "account",
  "by",
  "amounts",
] as const;

/** Any report of the books: its filters, the table exactly as an export holds it, and the ways further down. */
export default function Reports() {
  const { organization } = useSession();
  const [params, change] = useParams();
  const [today] = useState(() => dayOf(new Date(), organization.time_zone));
  const report = kinds.find((it) => it.key === params.get("report")) ?? (kinds[0] as Kind);
  const filters = Object.fromEntries(names.map((name) => [name, params.get(name) ?? undefined]));
  filters.from ??= `${today.slice(0, 8)}01`;
  filters.to ??= today;
  // What the report does not know of is not sent, so that a link from another report still works.
  if (!report.by) filters.by = undefined;
  if (!report.account) filters.account = undefined;
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["report", report.key, filters],
    queryFn: ({ signal }) => get<Table>(`/reports/${report.key}${query(filters)}`, signal),
    retry: false,
  });
  const file = (format: string) => apiPath(`/reports/${report.key}/file${query({ ...filters, format })}`);
  return (
    <>
      <PageTitle
        action={
          <div className="no-print flex flex-wrap gap-2">
            <a className={buttonClass("secondary")} href={file("csv")} download>
              {m.csv()}
            </a>
            <a className={buttonClass("primary")} href={file("xlsx")} download>
              {m.excel()}
            </a>
          </div>
        }
      >
        {m.title()}
      </PageTitle>
      <Filters
        key={params.toString()}
        report={report}
        filters={filters}
        customer={data?.rows[0]?.[data.columns.findIndex((it) => it.key === "customer_name")]}
        onChange={change}
      />
      <Card>
        {error ? (
          <Failure error={error} onRetry={() => void refetch()} />
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
              drill={(id) => {
                const next = new URLSearchParams(params);
                next.set("report", "detail");
                next.set("customer_id", id);
                next.delete("by");
                return `/console/reports?${next}`;
              }}
            />
          </div>
        )}
      </Card>
    </>
  );
}

function Filters({
  report,
  filters,
  customer,
  onChange,
}: {
  report: Kind;
  filters: Record<string, string | undefined>;
  customer: string | undefined;
  onChange: (change: Record<string, string | undefined>, push?: boolean) => void;
}) {
  const { organization } = useSession();
  const [form, setForm] = useState(filters);
  const staff = useQuery({
    queryKey: ["staff"],
    queryFn: ({ signal }) => get<{ items: Staff[] }>("/staff", signal),
  });
  const edit = (name: string, value: string) => setForm((before) => ({ ...before, [name]: value || undefined }));
  function submit(event: FormEvent) {
    event.preventDefault();
    onChange(form, true);
  }
  const choices = rowChoices(report);
  return (
    <form onSubmit={submit} className="no-print mb-3 flex flex-wrap items-end gap-3">
      <SelectField
        label={m.report()}
        value={report.key}
        onChange={(event) => onChange({ report: event.target.value, by: undefined }, true)}
      >
        {kinds.map((it) => (
          <option key={it.key} value={it.key}>
            {it.label()}
          </option>
        ))}
      </SelectField>
      {report.key !== "checklist" && (
        <>
          {!report.day && (
            <TextField
              label={m.from()}
              type="date"
              value={form.from ?? ""}
              onChange={(event) => edit("from", event.target.value)}
            />
          )}
          <TextField
            label={m.to()}
            type="date"
            value={form.to ?? ""}
            onChange={(event) => edit("to", event.target.value)}
          />
          {choices.length > 0 && (
            <SelectField label={m.by()} value={form.by ?? ""} onChange={(event) => edit("by", event.target.value)}>
              {choices.map(([value, label], at) => (
                <option key={value} value={at === 0 ? "" : value}>
                  {label()}
                </option>
              ))}
            </SelectField>
          )}
          <SelectField
            label={m.salesperson()}
            value={form.salesperson_id ?? ""}
            onChange={(event) => edit("salesperson_id", event.target.value)}
          >
            <option value="">{m.everybody()}</option>
            {(staff.data?.items ?? [])
              .filter((it) => it.roles.includes("sales"))
              .map((it) => (
                <option key={it.id} value={it.id}>
                  {it.name}
                </option>
              ))}
          </SelectField>
          <TextField
            label={m.region()}
            className="w-28"
            maxLength={120}
            value={form.region ?? ""}
            onChange={(event) => edit("region", event.target.value)}
          />
          <TextField
            label={m.currency()}
            className="w-24"
            placeholder={m.everyCurrency()}
            maxLength={3}
            value={form.currency ?? ""}
            onChange={(event) => edit("currency", event.target.value.toUpperCase())}
          />
          {report.account && (
            <TextField
              label={m.account()}
              className="w-28"
              maxLength={20}
              value={form.account ?? ""}
              onChange={(event) => edit("account", event.target.value)}
            />
          )}
          <SelectField
            label={m.amounts()}
            value={form.amounts ?? ""}
            onChange={(event) => edit("amounts", event.target.value)}
          >
            <option value="">{m.ownCurrency()}</option>
            <option value="base">{`${m.baseCurrency()} ${organization.base_currency}`}</option>
          </SelectField>
          <Button look="primary" type="submit">
            {m.apply()}
          </Button>
          {filters.customer_id && (
            <Button onClick={() => onChange({ customer_id: undefined }, true)}>
              {customer ? m.onlyCustomer({ name: customer }) : m.allCustomers()} ×
            </Button>
          )}
        </>
      )}
      <span className="sr-only">{shared.period()}</span>
    </form>
  );
}
