import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { get, post } from "../../shared/api/client";
import type { Page, Staff } from "../../shared/api/types";
import { categoryLabel, disputeCategories } from "../../shared/labels";
import { formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { roleLabel as staffRoleLabel } from "../staff/words";
import * as d from "./messages";
import { type PolicyView, policyKey } from "./PolicyPage";
import { type Receiver, ReceiverField } from "./ReceiverField";
import { RuleRows } from "./RuleRows";

type Version = PolicyView["versions"][number];
export type Policy = Version["policy"];

/** The policy in force, to change it into the next version. */
export function PolicyForm({ view, newest }: { view: PolicyView; newest: Version }) {
  const client = useQueryClient();
  const [policy, setPolicy] = useState<Policy>(newest.policy);
  const [reason, setReason] = useState("");
  const { data: staff } = useQuery({
    queryKey: ["staff"],
    queryFn: ({ signal }) => get<Page<Staff>>("/staff", signal),
    staleTime: 300_000,
  });
  const edit = (next: Partial<Policy>) => setPolicy((before) => ({ ...before, ...next }));
  const change = view.actions.change ?? { allowed: false };
  const save = useMutation({
    mutationFn: () =>
      post<PolicyView>("/dispute-policies", { based: newest.version, reason: reason.trim(), policy: trimmed(policy) }),
    onSuccess: (next) => {
      client.setQueryData(policyKey, next);
      toast(d.saved());
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  const days = (category: string) => policy.days[category];
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!change.allowed} className="min-w-0 space-y-4">
        <Card>
          <CardHeading>{d.answerDays()}</CardHeading>
          <div className="grid grid-cols-2 gap-3 p-4 pt-1 sm:grid-cols-4">
            <TextField
              label={d.defaultDays()}
              type="number"
              min={1}
              max={90}
              required
              value={policy.default_days}
              onChange={(event) => edit({ default_days: Number(event.target.value) })}
            />
            {disputeCategories.map((category) => (
              <TextField
                key={category}
                label={categoryLabel(category)}
                type="number"
                min={1}
                max={90}
                placeholder={d.sameAsAll()}
                value={days(category) ?? ""}
                onChange={(event) => {
                  const next = { ...policy.days };
                  if (event.target.value) next[category] = Number(event.target.value);
                  else delete next[category];
                  edit({ days: next });
                }}
              />
            ))}
          </div>
        </Card>
        <Card>
          <CardHeading>{d.rulesTitle()}</CardHeading>
          <div className="space-y-3 p-4 pt-0">
            <p className="text-mute">{d.rulesIntro()}</p>
            <RuleRows
              rules={policy.rules}
              currency={view.base_currency}
              staff={staff?.items ?? []}
              onChange={(rules) => edit({ rules })}
            />
            <ReceiverField
              label={d.fallback()}
              className="max-w-80"
              nobody
              staff={staff?.items ?? []}
              value={policy.fallback as Receiver}
              onChange={(fallback) => edit({ fallback })}
            />
          </div>
        </Card>
        <Card>
          <CardHeading>{d.escalation()}</CardHeading>
          <div className="grid gap-3 p-4 pt-1 sm:grid-cols-3">
            <TextField
              label={d.warnHours()}
              type="number"
              min={0}
              max={240}
              required
              value={policy.warn_hours}
              onChange={(event) => edit({ warn_hours: Number(event.target.value) })}
            />
            <SelectField
              label={d.lateRole()}
              value={policy.late_role ?? ""}
              onChange={(event) => edit({ late_role: (event.target.value || undefined) as Policy["late_role"] })}
            >
              <option value="">{d.nobody()}</option>
              {(["ar_accountant", "finance_supervisor", "management"] as const).map((role) => (
                <option key={role} value={role}>
                  {staffRoleLabel(role)}
                </option>
              ))}
            </SelectField>
            <TextField
              label={d.threshold({ currency: view.base_currency })}
              hint={d.thresholdHint({ amount: formatMoney(view.threshold, view.base_currency) })}
              inputMode="decimal"
              inputClass="num"
              value={policy.threshold ?? ""}
              onChange={(event) => edit({ threshold: event.target.value })}
            />
          </div>
        </Card>
        <TextField
          label={d.reason()}
          required={change.allowed}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </fieldset>
      <div className="mt-3 space-y-2">
        <WriteFailure error={save.error} />
        <Button look="primary" type="submit" busy={save.isPending} disabled={!change.allowed} title={change.why}>
          {d.save({ n: newest.version + 1 })}
        </Button>
        {!change.allowed && <p className="text-mute">{change.why}</p>}
      </div>
    </form>
  );
}

/** What was left empty is not sent. */
function trimmed(policy: Policy): Policy {
  const { threshold, late_role, ...rest } = policy;
  return {
    ...rest,
    ...(late_role ? { late_role } : {}),
    ...(threshold?.trim() ? { threshold: threshold.trim() } : {}),
    rules: policy.rules.map(({ category, product_line, region, min_amount, ...to }) => ({
      ...to,
      ...(category ? { category } : {}),
      ...(product_line?.trim() ? { product_line: product_line.trim() } : {}),
      ...(region?.trim() ? { region: region.trim() } : {}),
      ...(min_amount?.trim() ? { min_amount: min_amount.trim() } : {}),
    })),
  };
}
