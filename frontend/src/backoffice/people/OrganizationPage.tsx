import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextArea, TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Card, CardHeading, Facts, PageTitle } from "../../shared/ui/Layout";
import { Chip, type Tone } from "../../shared/ui/Status";
import { Failure, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { DetailsSheet } from "./DetailsSheet";
import * as m from "./messages";
import type { Organization } from "./types";

type Change = Organization["changes"][number];

const states: Record<string, [() => string, Tone]> = {
  pending: [m.pending, "warn"],
  waiting: [m.waitingChange, "warn"],
  approved: [m.approved, "ok"],
  rejected: [m.rejected, "bad"],
  withdrawn: [m.withdrawn, "neutral"],
  stopped: [m.stopped, "neutral"],
};

/** The seller itself, and the account that customers pay to, which two people change together. */
export default function OrganizationPage() {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [editing, setEditing] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["organization"],
    queryFn: ({ signal }) => get<Organization>("/organization", signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} />;
  const adopt = (next: Organization) => client.setQueryData(["organization"], next);
  const waiting = data.changes.some((it) => it.state === "pending" || it.state === "waiting");
  return (
    <>
      <PageTitle>{m.organization()}</PageTitle>
      <div className="grid gap-4 lg:grid-cols-2 lg:items-start">
        <Card className="pb-4">
          <CardHeading
            action={
              data.may_change &&
              !waiting && (
                <Button look="primary" onClick={() => setAsking(true)}>
                  {m.askChange()}
                </Button>
              )
            }
          >
            {m.payee()}
          </CardHeading>
          <Facts
            className="px-4"
            facts={[
              [m.payeeName(), data.payee.payee_name],
              [m.payeeBank(), data.payee.payee_bank],
              [m.payeeAccount(), data.payee.payee_account],
            ]}
          />
          <p className="mt-2 px-4 text-mute">{m.payeeHint()}</p>
        </Card>
        <Card className="pb-4">
          <CardHeading action={data.may_edit && <Button onClick={() => setEditing(true)}>{shared.edit()}</Button>}>
            {m.organizationDetails()}
          </CardHeading>
          <Facts
            className="px-4"
            facts={[
              [m.name(), data.name],
              [m.nameEn(), data.name_en],
              [m.taxId(), data.tax_id],
              [m.address(), data.address],
              [m.phone(), data.phone],
              [m.timeZone(), data.time_zone],
              [m.baseCurrency(), data.base_currency],
            ]}
          />
        </Card>
        <Card className="lg:col-span-2">
          <CardHeading>{m.history()}</CardHeading>
          {data.changes.length === 0 ? (
            <p className="px-4 pb-4 text-mute">{m.noChanges()}</p>
          ) : (
            <ul className="divide-y divide-line">
              {data.changes.map((it) => (
                <ChangeRow key={it.id} change={it} mayChange={data.may_change} onDone={adopt} />
              ))}
            </ul>
          )}
        </Card>
      </div>
      {editing && <DetailsSheet now={data} onClose={() => setEditing(false)} onDone={adopt} />}
      {asking && <AskSheet now={data} onClose={() => setAsking(false)} onDone={adopt} />}
    </>
  );
}

function ChangeRow({
  change: it,
  mayChange,
  onDone,
}: {
  change: Change;
  mayChange: boolean;
  onDone: (next: Organization) => void;
}) {
  const { organization } = useSession();
  const [reason, setReason] = useState("");
  const decide = useMutation({
    mutationFn: (approve: boolean) =>
      post<Organization>(`/payee-changes/${it.id}/decision`, { approve, reason: reason.trim() }),
    onSuccess: (next) => {
      toast(m.decided());
      onDone(next);
    },
  });
  const stop = useMutation({
    mutationFn: () => post<Organization>(`/payee-changes/${it.id}/stop`, { reason: reason.trim() }),
    onSuccess: (next) => {
      toast(m.stoppedNow());
      onDone(next);
    },
  });
  const [word, tone] = states[it.state] ?? [() => it.state, "neutral" as Tone];
  const when = (at: string) => formatInstant(at, organization.time_zone);
  return (
    <li className="px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-3">
        <Chip tone={tone}>{word()}</Chip>
        <span className="text-mute">{m.askedBy({ who: it.asked_by, when: when(it.asked_at) })}</span>
        {it.decided_by && it.decided_at && (
          <span className="text-mute">{m.decidedBy({ who: it.decided_by, when: when(it.decided_at) })}</span>
        )}
        {it.stopped_by && it.stopped_at && (
          <span className="text-mute">{m.stoppedBy({ who: it.stopped_by, when: when(it.stopped_at) })}</span>
        )}
        {it.state === "waiting" && it.effective_at && (
          <strong className="font-medium">{m.effectiveAt({ when: when(it.effective_at) })}</strong>
        )}
      </p>
      <p className="mt-1 break-words">
        <span className="text-mute">
          {it.before.payee_name} · {it.before.payee_bank} · <span className="num">{it.before.payee_account}</span>
        </span>{" "}
        → {it.after.payee_name} · {it.after.payee_bank} · <strong className="num">{it.after.payee_account}</strong>
      </p>
      <p className="break-words text-mute">
        {it.reason} {it.why}
      </p>
      {it.state === "pending" && mayChange && (
        <div className="mt-2 flex flex-wrap items-end gap-2">
          {it.own ? (
            <>
              <Button busy={decide.isPending} onClick={() => decide.mutate(false)}>
                {m.withdraw()}
              </Button>
              <p className="text-mute">{m.ownChange()}</p>
            </>
          ) : (
            <>
              <Button look="primary" busy={decide.isPending} onClick={() => decide.mutate(true)}>
                {m.approve()}
              </Button>
              <TextField
                label={m.rejectReason()}
                value={reason}
                maxLength={500}
                onChange={(event) => setReason(event.target.value)}
              />
              <Button
                look="danger"
                busy={decide.isPending}
                disabled={!reason.trim()}
                onClick={() => decide.mutate(false)}
              >
                {m.reject()}
              </Button>
            </>
          )}
        </div>
      )}
      {it.state === "waiting" && mayChange && (
        <div className="mt-2 flex flex-wrap items-end gap-2">
          <TextField
            label={m.stopReason()}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button look="danger" busy={stop.isPending} disabled={!reason.trim()} onClick={() => stop.mutate()}>
            {m.stop()}
          </Button>
        </div>
      )}
      <WriteFailure error={decide.error ?? stop.error} />
    </li>
  );
}

function AskSheet({
  now,
  onClose,
  onDone,
}: {
  now: Organization;
  onClose: () => void;
  onDone: (next: Organization) => void;
}) {
  const [form, setForm] = useState({ ...now.payee, reason: "" });
  const ask = useMutation({
    mutationFn: () => post<Organization>("/payee-changes", form),
    onSuccess: (next) => {
      toast(m.asked());
      onDone(next);
      onClose();
    },
  });
  const field = (name: "payee_name" | "payee_bank" | "payee_account", label: string) => (
    <TextField
      label={label}
      required
      maxLength={120}
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.target.value })}
    />
  );
  return (
    <FormModal
      title={m.askChange()}
      action={m.ask()}
      busy={ask.isPending}
      error={ask.error}
      onClose={onClose}
      onSubmit={() => ask.mutate()}
    >
      {field("payee_name", m.payeeName())}
      {field("payee_bank", m.payeeBank())}
      {field("payee_account", m.payeeAccount())}
      <TextArea
        label={m.reason()}
        required
        maxLength={500}
        value={form.reason}
        onChange={(event) => setForm({ ...form, reason: event.target.value })}
      />
    </FormModal>
  );
}
