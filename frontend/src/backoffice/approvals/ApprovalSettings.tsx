import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { kindLabel } from "../../shared/labels";
import { formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { SelectField } from "../../shared/ui/Field";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { toast } from "../../shared/ui/toast";
import { kindOf } from "../drafts/data";
import { Check } from "../settings/Check";
import { SaveVersion } from "../settings/SaveVersion";
import { type Policies, type Policy, policiesKey, type RuleRow, rowsOf, rulesOf } from "./data";
import * as m from "./messages";
import { RuleRows } from "./RuleRows";
import { roleWord, stepWord } from "./words";

/** Who looks at documents before they are booked: the rule in force, the next version, and those before. */
export default function ApprovalSettings() {
  const { data, error, refetch } = useQuery({
    queryKey: policiesKey,
    queryFn: ({ signal }) => get<Policies>("/approval-policies", signal),
  });
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      <Loaded of={{ data, error, refetch }} rows={8}>
        {(data) => (
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
            <PolicyForm key={data.versions[0]?.version ?? 0} policies={data} />
            <History policies={data} />
          </div>
        )}
      </Loaded>
    </>
  );
}

const orders: [value: string, label: () => string][] = [
  ["", m.checksOff],
  ["business,finance", m.checksBusinessFinance],
  ["finance,business", m.checksFinanceBusiness],
  ["business", m.checksBusiness],
  ["finance", m.checksFinance],
];

function PolicyForm({ policies }: { policies: Policies }) {
  const client = useQueryClient();
  const newest = policies.versions[0];
  const [rows, setRows] = useState<RuleRow[]>(() => rowsOf(newest?.rules ?? []));
  const [checks, setChecks] = useState((newest?.checks ?? []).join(","));
  const [sources, setSources] = useState(newest?.check_sources ?? false);
  const [reason, setReason] = useState("");
  const change = policies.actions.change ?? { allowed: false };
  const based = newest?.version ?? 0;
  const save = useMutation({
    mutationFn: () => {
      const policy: Policy = {
        rules: rulesOf(rows),
        checks: checks ? checks.split(",") : [],
        check_sources: checks !== "" && sources,
      };
      return post<Policies>("/approval-policies", { based, reason: reason.trim(), policy });
    },
    onSuccess: (next) => {
      client.setQueryData(policiesKey, next);
      toast(m.saved());
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  const limit = formatMoney(policies.threshold, policies.base);
  return (
    <form onSubmit={submit} className="min-w-0 space-y-4">
      <Card>
        <CardHeading
          action={
            <span className="pe-2 text-mute">
              {newest ? m.inForce({ n: newest.version }) : m.noneYet({ amount: limit })}
            </span>
          }
        >
          {m.levels()}
        </CardHeading>
        <p className="px-4 pb-2 text-mute">{m.levelsHint({ amount: limit })}</p>
        <RuleRows rows={rows} base={policies.base} disabled={!change.allowed} onChange={setRows} />
      </Card>
      <Card className="p-4">
        <SelectField
          label={m.checks()}
          hint={m.checksHint()}
          className="max-w-96"
          disabled={!change.allowed}
          value={checks}
          onChange={(event) => setChecks(event.target.value)}
        >
          {orders.map(([value, label]) => (
            <option key={value} value={value}>
              {label()}
            </option>
          ))}
        </SelectField>
        {checks && (
          <div className="mt-3">
            <Check
              label={m.checkSources()}
              hint={m.checkSourcesHint()}
              disabled={!change.allowed}
              checked={sources}
              onChange={setSources}
            />
          </div>
        )}
      </Card>
      <Card className="space-y-3 p-4">
        <SaveVersion
          label={m.reason()}
          action={m.save({ n: based + 1 })}
          change={change}
          reason={reason}
          onReason={setReason}
          busy={save.isPending}
          error={save.error}
        />
      </Card>
    </form>
  );
}

function History({ policies }: { policies: Policies }) {
  const { organization } = useSession();
  if (policies.versions.length === 0) return null;
  return (
    <Card className="pb-3">
      <CardHeading>{m.history()}</CardHeading>
      <ul className="divide-y divide-line">
        {policies.versions.map((it) => (
          <li key={it.id} className="px-4 py-2">
            <span className="font-medium">{m.version({ n: it.version })}</span>{" "}
            <span className="text-mute">
              {it.created_by_name} · {formatInstant(it.created_at, organization.time_zone)}
            </span>
            <span className="block break-words">{it.reason}</span>
            <ul className="mt-1 text-[0.8125rem] text-mute">
              {it.checks.length > 0 && <li>{it.checks.map(stepWord).join(" → ")}</li>}
              {it.rules.map((rule) => (
                <li key={`${rule.kind}${rule.above}`}>
                  {kindLabel(kindOf(rule.kind))} &gt; {formatMoney(rule.above, policies.base)}:{" "}
                  {rule.roles.map(roleWord).join(" → ") || m.noLevel()}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}
