import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { Staff } from "../../shared/api/types";
import { isEnglish } from "../../shared/i18n/locale";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { GroupField } from "../customers/GroupField";
import { CustomerPicker } from "../drafts/CustomerPicker";
import type { Asked } from "./ask";
import { causes, type Kind, kinds, periods, phases, rowChoices, type Table } from "./kinds";
import * as m from "./messages";

type Choices = components["schemas"]["BackofficeReportChoices"];
type Change = (change: Record<string, string | undefined>, push?: boolean) => void;

/** What a report holds. Every choice acts at once and stands in the address. */
export function Filters({
  report,
  asked,
  table,
  customer,
  change,
}: {
  report: Kind;
  asked: Asked;
  table: Table | undefined;
  customer: string | undefined;
  change: Change;
}) {
  const { organization } = useSession();
  const { data: choices } = useQuery({
    queryKey: ["report-choices"],
    queryFn: ({ signal }) => get<Choices>("/report-choices", signal),
    staleTime: 300_000,
  });
  const { data: staff } = useQuery({
    queryKey: ["staff"],
    queryFn: ({ signal }) => get<{ items: Staff[] }>("/staff", signal),
  });
  const groups = rowChoices(report);
  const sales = (staff?.items ?? []).filter((it) => it.roles.includes("sales"));
  const aging = report.by === "aging";
  return (
    <div className="no-print mb-3 flex flex-wrap items-end gap-3">
      <Choice
        label={m.report()}
        value={report.key}
        options={kinds.map((it) => [it.key, it.label()])}
        onChange={(value) =>
          change(
            {
              report: value,
              by: undefined,
              columns: undefined,
              subtotal: undefined,
              phase: undefined,
              cause: undefined,
            },
            true,
          )
        }
      />
      {report.key !== "checklist" && (
        <>
          <Dates report={report} asked={asked} table={table} change={change} />
          {groups.length > 0 && (
            <Choice
              label={m.by()}
              value={asked.by ?? groups[0]?.[0] ?? ""}
              options={groups.map(([value, label]) => [value, label()])}
              onChange={(value) =>
                change(
                  { by: value === groups[0]?.[0] ? undefined : value, columns: undefined, subtotal: undefined },
                  true,
                )
              }
            />
          )}
          <Choice
            label={m.salesperson()}
            value={asked.unassigned ? "none" : (asked.salesperson_id ?? "")}
            options={[
              ["", m.everybody()],
              ...sales.map((it): [string, string] => [it.id, it.name]),
              ...(aging ? [] : [["none", m.unassigned()] as [string, string]]),
            ]}
            onChange={(value) =>
              change(
                value === "none"
                  ? { unassigned: "true", salesperson_id: undefined }
                  : { unassigned: undefined, salesperson_id: value || undefined },
                true,
              )
            }
          />
          <Choice
            label={m.region()}
            value={asked.region ?? ""}
            options={named(m.everyRegion(), choices?.regions, asked.region, !aging)}
            onChange={(value) => change({ region: value || undefined }, true)}
          />
          <GroupField value={asked.group_id ?? ""} onChange={(next) => change({ group_id: next }, true)} />
          <Choice
            label={m.currency()}
            value={asked.amounts === "base" ? "base" : (asked.currency ?? "")}
            options={[
              ...named(m.everyCurrency(), choices?.currencies, asked.currency, false),
              ["base", `${m.baseCurrency()} ${organization.base_currency}`],
            ]}
            onChange={(value) =>
              change(
                value === "base"
                  ? { amounts: "base", currency: undefined }
                  : { amounts: undefined, currency: value || undefined },
                true,
              )
            }
          />
          <Further report={report} asked={asked} choices={choices} change={change} />
          {!asked.customer_id ? (
            <div className="w-56">
              <CustomerPicker picked={undefined} onPick={(it) => change({ customer_id: it?.id }, true)} />
            </div>
          ) : (
            <Button onClick={() => change({ customer_id: undefined }, true)}>
              {customer ? m.onlyCustomer({ name: customer }) : m.allCustomers()} ×
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function Dates({
  report,
  asked,
  table,
  change,
}: {
  report: Kind;
  asked: Asked;
  table: Table | undefined;
  change: Change;
}) {
  const own = !asked.period;
  return (
    <>
      <Choice
        label={m.period()}
        value={asked.period ?? ""}
        options={[["", m.periodOwn()], ...periods.map(([value, label]): [string, string] => [value, label()])]}
        onChange={(value) =>
          change(
            value
              ? { period: value, from: undefined, to: undefined }
              : { period: undefined, from: table?.from, to: table?.to },
            true,
          )
        }
      />
      {own && !report.day && (
        <TextField
          label={m.from()}
          type="date"
          value={asked.from ?? table?.from ?? ""}
          onChange={(event) => event.target.value && change({ from: event.target.value })}
        />
      )}
      {own && (
        <TextField
          label={m.to()}
          type="date"
          value={asked.to ?? table?.to ?? ""}
          onChange={(event) => event.target.value && change({ to: event.target.value })}
        />
      )}
    </>
  );
}

function Further({
  report,
  asked,
  choices,
  change,
}: {
  report: Kind;
  asked: Asked;
  choices: Choices | undefined;
  change: Change;
}) {
  const uses = (name: string) => report.uses?.some((it) => it === name) ?? false;
  const set = (name: string) => (value: string) => change({ [name]: value || undefined }, true);
  return (
    <>
      {report.account && (
        <TextField
          label={m.account()}
          className="w-28"
          maxLength={20}
          defaultValue={asked.account ?? ""}
          onBlur={(event) => event.target.value !== (asked.account ?? "") && set("account")(event.target.value)}
        />
      )}
      {uses("dimension") && (choices?.dimensions.length ?? 0) > 0 && (
        <Choice
          label={m.dimension()}
          value={asked.dimension ?? ""}
          options={[
            ["", m.everything()],
            ...(choices?.dimensions ?? []).flatMap((it) =>
              it.values.map((value): [string, string] => [
                `${it.code}:${value.code}`,
                isEnglish() ? `${it.en}: ${value.en}` : `${it.zh}：${value.zh}`,
              ]),
            ),
          ]}
          onChange={set("dimension")}
        />
      )}
      {uses("product_line") && (
        <Choice
          label={m.productLine()}
          value={asked.product_line ?? ""}
          options={named(m.everyLine(), choices?.product_lines, asked.product_line, true)}
          onChange={set("product_line")}
        />
      )}
      {uses("source_kind") && (
        <Choice
          label={m.sourceKind()}
          value={asked.source_kind ?? ""}
          options={[
            ["", m.everyKind()],
            ...(choices?.source_kinds ?? []).map((it): [string, string] => [it.key, isEnglish() ? it.en : it.zh]),
          ]}
          onChange={set("source_kind")}
        />
      )}
      {uses("receipts") && (
        <Choice
          label={m.receipts()}
          value={asked.receipts ?? ""}
          options={[
            ["", m.withReceipts()],
            ["without", m.withoutReceipts()],
          ]}
          onChange={set("receipts")}
        />
      )}
      {uses("cause") && (
        <Choice
          label={m.cause()}
          value={asked.cause ?? ""}
          options={[["", m.everything()], ...causes.map(([value, label]): [string, string] => [value, label()])]}
          onChange={set("cause")}
        />
      )}
      {uses("phase") && (
        <Choice
          label={m.phase()}
          value={asked.phase ?? ""}
          options={[
            ["", m.everything()],
            ...(phases[report.key] ?? []).map(([value, label]): [string, string] => [value, label()]),
          ]}
          onChange={set("phase")}
        />
      )}
      {(["category", "root_cause"] as const).map(
        (name) =>
          uses(name) &&
          asked[name] && (
            <Button key={name} onClick={() => change({ [name]: undefined }, true)}>
              {name === "category" ? m.category() : m.rootCause()} ×
            </Button>
          ),
      )}
    </>
  );
}

/** Every value, the chosen one too if it is not among them, and if asked for those that have none. */
function named(
  all: string,
  values: string[] | undefined,
  chosen: string | undefined,
  none: boolean,
): [string, string][] {
  const known = new Set(values ?? []);
  if (chosen && chosen !== "none") known.add(chosen);
  return [
    ["", all],
    ...[...known].map((it): [string, string] => [it, it]),
    ...(none ? [["none", m.none()] as [string, string]] : []),
  ];
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: [string, string][];
  onChange: (value: string) => void;
}) {
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </SelectField>
  );
}
