import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, get, post } from "../../shared/api/client";
import type { DocumentKind } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { kindLabel } from "../../shared/labels";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { RadioCards, SelectField, TextArea, TextField } from "../../shared/ui/Field";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import type { Policies, Policy } from "./types";
import { checkLabel } from "./words";

const key = ["cycle-policy"];

/** How runs begin by themselves, what is checked before sending, and when silence is escalated. */
export default function CycleSettings() {
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Policies>("/cycle-policy", signal),
  });
  const { organization } = useSession();
  const newest = data?.versions[0];
  return (
    <>
      <PageTitle>{m.settings()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.settingsIntro()}</p>
      <Loaded of={{ data: newest && data, error, refetch }} rows={8}>
        {(data) =>
          newest && (
            <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
              <Card>
                <CardHeading
                  action={
                    <span className="pe-2 text-mute">
                      {newest.version ? m.inForce({ n: newest.version }) : m.initial()}
                    </span>
                  }
                >
                  {m.settings()}
                </CardHeading>
                <PolicyForm key={newest.version} newest={newest} policies={data} />
              </Card>
              <Card className="px-4 py-3">
                <h2 className="mb-1 font-medium">{m.history()}</h2>
                <ul className="space-y-1">
                  {data.versions.map((it) => (
                    <li key={it.version}>
                      {it.version ? m.inForce({ n: it.version }).replace(/当前|\s?in force/, "") : m.initial()}
                      {it.version > 0 && (
                        <span className="block break-words text-mute">
                          {[it.created_by_name, formatInstant(it.created_at, organization.time_zone), it.reason].join(
                            " · ",
                          )}
                        </span>
                      )}
                    </li>
                  ))}
                </ul>
              </Card>
            </div>
          )
        }
      </Loaded>
    </>
  );
}

function PolicyForm({ newest, policies }: { newest: Policies["versions"][number]; policies: Policies }) {
  const client = useQueryClient();
  const [form, setForm] = useState<Policy>({
    automatic: newest.automatic,
    delay_days: newest.delay_days,
    checks: newest.checks,
    tax_rates: newest.tax_rates,
    tax_tolerance: newest.tax_tolerance,
    task_days: newest.task_days,
    escalation_days: newest.escalation_days,
    proofs: newest.proofs,
  });
  const [rates, setRates] = useState(newest.tax_rates.join(", "));
  const [reason, setReason] = useState("");
  const change = policies.actions.change ?? { allowed: false };
  const save = useMutation({
    mutationFn: () =>
      post<Policies>("/cycle-policy", {
        based: newest.version,
        reason: reason.trim(),
        policy: { ...form, tax_rates: rates.split(/[,，、\s]+/).filter(Boolean) },
      }),
    onSuccess: (next) => {
      client.setQueryData(key, next);
      toast(m.saved());
    },
  });
  const put = (changes: Partial<Policy>) => setForm((before) => ({ ...before, ...changes }));
  const faults = save.error instanceof ApiError ? save.error.problem.fields : undefined;
  const fault = (name: string) => faults?.find((it) => it.field.endsWith(name))?.message;
  const days = (text: string) => (text === "" ? undefined : Number(text));
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={submit} className="space-y-4 p-4">
      <fieldset disabled={!change.allowed} className="space-y-4">
        <RadioCards<Policy["automatic"]>
          legend={m.automatic()}
          name="automatic"
          choices={[
            { value: "off", label: m.automaticOff() },
            { value: "draft", label: m.automaticDraft() },
            { value: "issue", label: m.automaticIssue() },
          ]}
          value={form.automatic}
          onChange={(automatic) => put({ automatic })}
        />
        <TextField
          label={m.delayDays()}
          type="number"
          min={0}
          max={15}
          error={fault("delay_days")}
          value={form.delay_days}
          onChange={(event) => put({ delay_days: Number(event.target.value) })}
        />
        <div>
          <h3 className="mb-1 font-medium">{m.checks()}</h3>
          <ul className="divide-y divide-line">
            {policies.checks.map((check) => (
              <li key={check} className="flex flex-wrap items-center justify-between gap-3 py-1.5">
                <span aria-hidden="true">{checkLabel(check)}</span>
                <SelectField
                  label={checkLabel(check)}
                  hideLabel
                  value={form.checks[check] ?? "warn"}
                  onChange={(event) => put({ checks: { ...form.checks, [check]: event.target.value } })}
                >
                  <option value="off">{m.weightOff()}</option>
                  <option value="warn">{m.weightWarn()}</option>
                  {check !== "nothing" && <option value="block">{m.weightBlock()}</option>}
                </SelectField>
              </li>
            ))}
          </ul>
        </div>
        {form.checks.proof !== "off" && (
          <div>
            <h3 className="font-medium">{m.proofs()}</h3>
            <p className="mb-1 text-mute">{m.proofsIntro()}</p>
            <ul className="divide-y divide-line">
              {policies.proving.map((kind) => (
                <li key={kind} className="flex flex-wrap items-center justify-between gap-3 py-1.5">
                  <span aria-hidden="true">{kindLabel(kind as DocumentKind)}</span>
                  <SelectField
                    label={m.proofOf({ kind: kindLabel(kind as DocumentKind) })}
                    hideLabel
                    value={form.proofs?.[kind] ?? "off"}
                    onChange={(event) => put({ proofs: { ...form.proofs, [kind]: event.target.value } })}
                  >
                    <option value="off">{m.proofOff()}</option>
                    <option value="number">{m.proofNumber()}</option>
                    <option value="either">{m.proofEither()}</option>
                    <option value="file">{m.proofFile()}</option>
                  </SelectField>
                </li>
              ))}
            </ul>
          </div>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={m.taxRates()}
            error={fault("tax_rates")}
            value={rates}
            onChange={(event) => setRates(event.target.value)}
          />
          <TextField
            label={m.taxTolerance()}
            inputMode="decimal"
            error={fault("tax_tolerance")}
            value={form.tax_tolerance}
            onChange={(event) => put({ tax_tolerance: event.target.value })}
          />
          <TextField
            label={m.taskDays()}
            hint={m.emptyMeansNever()}
            type="number"
            min={0}
            max={60}
            error={fault("task_days")}
            value={form.task_days ?? ""}
            onChange={(event) => put({ task_days: days(event.target.value) })}
          />
          <TextField
            label={m.escalationDays()}
            hint={m.emptyMeansNever()}
            type="number"
            min={0}
            max={90}
            error={fault("escalation_days")}
            value={form.escalation_days ?? ""}
            onChange={(event) => put({ escalation_days: days(event.target.value) })}
          />
        </div>
        <TextArea
          label={m.reason()}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </fieldset>
      <WriteFailure error={faults?.length ? undefined : save.error} />
      <Button
        look="primary"
        type="submit"
        busy={save.isPending}
        disabled={!change.allowed || !reason.trim()}
        title={change.why}
      >
        {m.save({ n: newest.version + 1 })}
      </Button>
      {!change.allowed && <p className="text-mute">{change.why}</p>}
    </form>
  );
}
