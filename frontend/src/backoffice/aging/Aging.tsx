import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { apiPath, get, query } from "../../shared/api/client";
import type { AgingReport, AgingRow, Staff } from "../../shared/api/types";
import { dayOf } from "../../shared/dates";
import { isEnglish, locale } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { isZero } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { GroupField } from "../customers/GroupField";
import * as m from "../messages";
import { AgingBar } from "./AgingBar";
import { AgingChart } from "./AgingChart";
import { AgingItems } from "./AgingItems";
import { heat, inUnit, shares, strengths, type Unit } from "./heat";
import * as words from "./messages";

type Show = Unit | "percent";

/** Who owes how much for how long, as a table one can read, print and drill into. */
export default function Aging() {
  const { organization } = useSession();
  const [params, change] = useParams();
  const [today] = useState(() => dayOf(new Date(), organization.time_zone));
  const asOf = params.get("as_of") ?? today;
  const advances = params.get("advances") === "true";
  const basis = advances ? "due" : (params.get("basis") ?? "due"); // advances are aged by their age, whatever was chosen before
  const amounts = params.get("amounts") ?? "document";
  const group = params.get("group") ?? "customer";
  const currency = params.get("currency") ?? "";
  const show = (params.get("show") ?? (isEnglish() ? "thousand" : "ten_thousand")) as Show;
  const region = params.get("region") ?? "";
  const salesperson = params.get("salesperson_id") ?? "";
  const company = params.get("group_id") ?? "";
  const filters = {
    as_of: asOf,
    basis,
    amounts,
    group,
    currency,
    region,
    salesperson_id: salesperson || undefined,
    group_id: company || undefined,
    advances: advances ? "true" : undefined,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ["aging", filters],
    queryFn: ({ signal }) => get<AgingReport>(`/aging${query(filters)}`, signal),
    placeholderData: (before) => before,
  });
  const bucket = params.get("bucket");

  return (
    <>
      <PageTitle
        action={
          <div className="no-print flex flex-wrap gap-2">
            <Button onClick={() => window.print()}>{m.print()}</Button>
            {basis === "due" && (
              <>
                <a className={buttonClass("secondary")} href={fileOf("pdf", filters)} download>
                  {words.pdf()}
                </a>
                <a className={buttonClass("secondary")} href={fileOf("xlsx", filters)} download>
                  {words.excel()}
                </a>
              </>
            )}
          </div>
        }
      >
        {m.agingTitle()}
      </PageTitle>
      <div className="no-print mb-3 flex flex-wrap items-end gap-3">
        <TextField
          label={m.asOf()}
          type="date"
          required
          max={today}
          value={asOf}
          onChange={(event) => event.target.value && change({ as_of: event.target.value })}
        />
        <SelectField
          label={m.agingBasis()}
          disabled={advances}
          value={basis}
          onChange={(event) => change({ basis: event.target.value })}
        >
          <option value="due">{advances ? words.basisAge() : m.basisDue()}</option>
          {!advances && <option value="t0">{m.basisT0()}</option>}
          {!advances && <option value="forward">{words.basisForward()}</option>}
        </SelectField>
        <SelectField label={m.agingGroup()} value={group} onChange={(event) => change({ group: event.target.value })}>
          <option value="customer">{shared.customer()}</option>
          <option value="salesperson">{m.salesperson()}</option>
          <option value="region">{m.region()}</option>
          <option value="terms">{words.byTerms()}</option>
          <option value="kind">{words.byKind()}</option>
          <option value="product_line">{words.byProductLine()}</option>
          <option value="arrangement">{words.byArrangement()}</option>
        </SelectField>
        <SelectField
          label={words.aged()}
          value={advances ? "true" : ""}
          onChange={(event) =>
            change({ advances: event.target.value || undefined, basis: undefined, bucket: undefined })
          }
        >
          <option value="">{words.receivables()}</option>
          <option value="true">{words.advances()}</option>
        </SelectField>
        <SelectField
          label={shared.currency()}
          value={amounts === "base" ? "base" : currency}
          onChange={(event) => {
            const chosen = event.target.value;
            change(
              chosen === "base"
                ? { amounts: "base", currency: undefined }
                : { amounts: undefined, currency: chosen || undefined },
            );
          }}
        >
          <option value="">{m.eachCurrency()}</option>
          {[...new Set([organization.base_currency, ...(data?.totals.map((it) => it.currency) ?? []), currency])]
            .filter(Boolean)
            .map((it) => (
              <option key={it} value={it}>
                {it}
              </option>
            ))}
          <option value="base">{m.inBase({ currency: organization.base_currency })}</option>
        </SelectField>
        <GroupField value={company} onChange={(next) => change({ group_id: next })} />
        <SelectField label={m.unit()} value={show} onChange={(event) => change({ show: event.target.value })}>
          <option value="one">{m.unitOne()}</option>
          <option value="thousand">{m.unitThousand()}</option>
          <option value="ten_thousand">{m.unitTenThousand()}</option>
          <option value="percent">{m.unitPercent()}</option>
        </SelectField>
        <People region={region} salesperson={salesperson} change={change} />
      </div>
      {advances && <p className="mb-3 text-mute">{words.basisIgnored()}</p>}
      <Card>
        <Loaded of={{ data, error, refetch }} rows={8}>
          {(data) =>
            data.rows.length === 0 ? (
              <Empty kind="done" title={m.nothingOpen()} />
            ) : (
              <HeatTable
                report={data}
                heading={groupHeading(group)}
                show={show}
                cell={(row, key) => cellLink(row, key, params)}
              />
            )
          }
        </Loaded>
      </Card>
      {data && data.rows.length > 1 && (
        <AgingChart
          report={data}
          name={(row) => row.customer?.name ?? groupName(row)}
          to={(row) => cellLink(row, "", params)}
        />
      )}
      {data && data.rows.length > 0 && (
        <div className="mt-4 grid gap-3 xl:grid-cols-2">
          {data.totals.map((it) => (
            <Card key={it.currency} className="p-4">
              <h2 className="mb-2 font-semibold">{m.agingOf({ currency: it.currency })}</h2>
              <AgingBar
                currency={it.currency}
                buckets={data.buckets.map((bucket, at) => ({ ...bucket, amount: it.amounts[at] ?? "0" }))}
              />
            </Card>
          ))}
        </div>
      )}
      {bucket !== null && (
        <AgingItems
          asOf={asOf}
          basis={basis}
          amounts={amounts}
          bucket={bucket}
          label={bucketLabel(data, bucket)}
          customerId={params.get("customer_id") ?? undefined}
          advances={advances}
          group={group}
          row={params.get("row") ?? ""}
          rowName={data ? rowName(data, params) : ""}
          currency={params.get("of") ?? undefined}
          onClose={() => change({ bucket: undefined, customer_id: undefined, row: undefined, of: undefined })}
        />
      )}
    </>
  );
}

/** Whose customers: of a salesperson, of a region. */
function People({
  region,
  salesperson,
  change,
}: {
  region: string;
  salesperson: string;
  change: (change: Record<string, string | undefined>) => void;
}) {
  const { data: choices } = useQuery({
    queryKey: ["report-choices"],
    queryFn: ({ signal }) => get<{ regions: string[] }>("/report-choices", signal),
    staleTime: 300_000,
  });
  const { data: staff } = useQuery({
    queryKey: ["staff"],
    queryFn: ({ signal }) => get<{ items: Staff[] }>("/staff", signal),
  });
  return (
    <>
      <SelectField
        label={m.salesperson()}
        value={salesperson}
        onChange={(event) => change({ salesperson_id: event.target.value || undefined })}
      >
        <option value="">{words.everybody()}</option>
        {(staff?.items ?? [])
          .filter((it) => it.roles.includes("sales"))
          .map((it) => (
            <option key={it.id} value={it.id}>
              {it.name}
            </option>
          ))}
      </SelectField>
      <SelectField
        label={m.region()}
        value={region}
        onChange={(event) => change({ region: event.target.value || undefined })}
      >
        <option value="">{words.everyRegion()}</option>
        {[...new Set([...(choices?.regions ?? []), region])].filter(Boolean).map((it) => (
          <option key={it} value={it}>
            {it}
          </option>
        ))}
      </SelectField>
    </>
  );
}

/** The aging as a file; the report has the days overdue alone. */
function fileOf(format: string, asked: Record<string, string | undefined>): string {
  const { as_of, group, advances, ...rest } = asked;
  return apiPath(
    `/reports/${advances ? "advance-aging" : "aging"}/file${query({ ...rest, basis: undefined, to: as_of, by: group, format })}`,
  );
}

function groupHeading(group: string): string {
  switch (group) {
    case "salesperson":
      return m.salesperson();
    case "region":
      return m.region();
    case "terms":
      return words.byTerms();
    case "kind":
      return words.byKind();
    case "product_line":
      return words.byProductLine();
    case "arrangement":
      return words.byArrangement();
  }
  return shared.customer();
}

function bucketLabel(report: AgingReport | undefined, key: string): string {
  if (key === "credits") return m.creditsColumn();
  const bucket = report?.buckets.find((it) => it.key === key);
  return bucket ? (isEnglish() ? bucket.label_en : bucket.label_zh) : key;
}

/** What the row of the opened cell is called. */
function rowName(report: AgingReport, params: URLSearchParams): string {
  const row = report.rows.find(
    (it) => (it.customer?.id ?? it.key) === (params.get("customer_id") ?? params.get("row")),
  );
  return row ? (row.customer?.name ?? groupName(row)) : "";
}

function groupName(row: AgingRow): string {
  return (isEnglish() ? row.group_en : row.group) || words.none();
}

function cellLink(row: AgingRow, key: string, params: URLSearchParams): string {
  const next = new URLSearchParams(params);
  next.set("bucket", key);
  if (row.customer) next.set("customer_id", row.customer.id);
  else next.set("row", row.key);
  next.set("of", row.currency);
  return `/console/aging?${next}`;
}

function HeatTable({
  report,
  show,
  cell,
  heading,
}: {
  report: AgingReport;
  heading: string;
  show: Show;
  cell: (row: AgingRow, key: string) => string;
}) {
  const several = new Set(report.rows.map((row) => row.currency)).size > 1;
  const strength = strengths(report.rows);
  return (
    <GridTable label={m.agingTitle()}>
      <caption className="sr-only">
        {m.agingTitle()} {report.as_of}
      </caption>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          {several && <th scope="col">{shared.currency()}</th>}
          {report.buckets.map((it) => (
            <th scope="col" key={it.key} className="text-end">
              {isEnglish() ? it.label_en : it.label_zh}
            </th>
          ))}
          <th scope="col" className="text-end">
            {m.creditsColumn()}
          </th>
          <th scope="col" className="text-end">
            {shared.total()}
          </th>
        </tr>
      </thead>
      <tbody>
        {report.rows.map((row) => (
          <tr key={`${row.key}${row.currency}`}>
            <th scope="row" className="font-normal">
              {row.customer ? (
                <Link
                  href={`/console/customers/${row.customer.id}`}
                  className="block max-w-60 truncate hover:text-brand hover:underline"
                >
                  {row.customer.name}
                </Link>
              ) : (
                groupName(row)
              )}
            </th>
            {several && <td className="text-mute">{row.currency}</td>}
            {row.amounts.map((amount, at) => {
              const key = report.buckets[at]?.key ?? String(at);
              const href = isZero(amount) ? undefined : cell(row, key);
              const text = written(amount, row.amounts, at, row.currency, show);
              return (
                <td
                  key={key}
                  className="num text-end"
                  style={
                    isZero(amount)
                      ? undefined
                      : {
                          background: heat(at, report.buckets.length, strength(amount, row.currency)),
                          boxShadow: "inset 0 0 0 1.5px var(--surface)",
                        }
                  }
                >
                  {href ? (
                    <Link href={href} className="-mx-3 block px-3 py-1 hover:underline">
                      {text}
                    </Link>
                  ) : (
                    <span className={isZero(amount) ? "text-mute" : ""}>{isZero(amount) ? "–" : text}</span>
                  )}
                </td>
              );
            })}
            <td className="num text-end text-mute">
              {isZero(row.credits) ? (
                "–"
              ) : (
                <Link href={cell(row, "credits")} className="-mx-3 block px-3 py-1 hover:underline">
                  {plain(inUnit(row.credits, row.currency, show === "percent" ? "one" : show))}
                </Link>
              )}
            </td>
            <td className="num text-end font-semibold">
              <Link href={cell(row, "")} className="-mx-3 block px-3 py-1 hover:underline">
                {plain(inUnit(row.total, row.currency, show === "percent" ? "one" : show))}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {report.totals.map((it) => (
          <tr key={it.currency}>
            <th scope="row">
              {shared.total()} {several && it.currency}
            </th>
            {several && <td />}
            {it.amounts.map((amount, at) => (
              <td key={report.buckets[at]?.key} className="num text-end">
                {written(amount, it.amounts, at, it.currency, show)}
              </td>
            ))}
            <td className="num text-end">
              {plain(inUnit(it.credits, it.currency, show === "percent" ? "one" : show))}
            </td>
            <td className="num text-end">{plain(inUnit(it.total, it.currency, show === "percent" ? "one" : show))}</td>
          </tr>
        ))}
      </tfoot>
    </GridTable>
  );
}

function written(amount: string, row: string[], at: number, currency: string, show: Show): string {
  return show === "percent" ? `${(shares(row, currency)[at] ?? 0).toFixed(1)}%` : plain(inUnit(amount, currency, show));
}

/** Grouped, with exactly the places it came with, so that every amount of the table has as many. */
function plain(amount: string): string {
  const places = amount.split(".")[1]?.length ?? 0;
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: places, maximumFractionDigits: places }).format(
    amount as Intl.StringNumericLiteral,
  );
}
