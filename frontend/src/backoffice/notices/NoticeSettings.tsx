import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, get, put } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Failure, Skeleton, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Check } from "../settings/Check";
import { Channels } from "./Channels";
import type { NoticeSettings as View, Wishes } from "./data";
import * as m from "./messages";

/** When customers are reminded, which machines are told, and which mails the reader wants. */
export default function NoticeSettings() {
  const settings = useQuery({
    queryKey: ["notice-settings"],
    queryFn: ({ signal }) => get<View>("/notice-settings", signal),
  });
  return (
    <div className="max-w-4xl space-y-4">
      <PageTitle>{m.channelsTitle()}</PageTitle>
      <Card className="pb-4">
        <CardHeading>{m.reminders()}</CardHeading>
        <div className="space-y-3 px-4">
          <p className="text-mute">{m.remindersHint()}</p>
          {settings.error && !settings.data ? (
            <Failure error={settings.error} onRetry={() => void settings.refetch()} />
          ) : settings.data ? (
            <ReminderForm key={settings.dataUpdatedAt} settings={settings.data} />
          ) : (
            <Skeleton className="h-9" />
          )}
        </div>
      </Card>
      {settings.data?.may_change && <Channels />}
      <Mine />
    </div>
  );
}

function ReminderForm({ settings }: { settings: View }) {
  const client = useQueryClient();
  const [days, setDays] = useState(settings.reminder_days.join(", "));
  const [short, setShort] = useState(settings.short_messages);
  const save = useMutation({
    mutationFn: () =>
      put("/notice-settings", {
        reminder_days: days
          .split(/[,，\s]+/)
          .filter(Boolean)
          .map(Number),
        short_messages: short,
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["notice-settings"] });
      toast(m.saved());
    },
  });
  const faults = save.error instanceof ApiError ? save.error.problem.fields : undefined;
  const fault = faults?.find((it) => it.field === "reminder_days")?.message;
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={submit} className="space-y-3">
      <TextField
        label={m.days()}
        value={days}
        error={fault}
        disabled={!settings.may_change}
        pattern="[\-0-9,，\s]*"
        onChange={(event) => setDays(event.target.value)}
        className="max-w-xs"
      />
      <Check
        label={m.shortMessages()}
        hint={!settings.provider && m.noProvider()}
        checked={short}
        disabled={!settings.may_change || !settings.provider}
        onChange={setShort}
      />
      {!fault && <WriteFailure error={save.error} />}
      {settings.may_change && (
        <Button look="primary" type="submit" busy={save.isPending}>
          {m.save()}
        </Button>
      )}
    </form>
  );
}

function Mine() {
  const client = useQueryClient();
  const wishes = useQuery({
    queryKey: ["notice-preferences"],
    queryFn: ({ signal }) => get<Wishes>("/notice-preferences", signal),
  });
  const save = useMutation({
    mutationFn: (next: Wishes) => put<Wishes>("/notice-preferences", next),
    onSuccess: (next) => {
      client.setQueryData(["notice-preferences"], next);
      toast(m.saved());
    },
  });
  const words = {
    disputes: m.mineDisputes(),
    statements: m.mineStatements(),
    reminders: m.mineReminders(),
    approvals: m.mineApprovals(),
    issues: m.mineIssues(),
    payments: m.minePayments(),
  };
  // What was just ticked shows at once; a refusal takes it back.
  const data = save.isPending ? save.variables : wishes.data;
  return (
    <Card className="pb-3">
      <CardHeading>{m.mine()}</CardHeading>
      <div className="px-4">
        {wishes.error && !data ? (
          <Failure error={wishes.error} onRetry={() => void wishes.refetch()} />
        ) : data ? (
          (["disputes", "statements", "reminders", "approvals", "issues", "payments"] as const).map((topic) => (
            <Check
              key={topic}
              label={words[topic]}
              checked={data[topic] ?? true}
              onChange={(wanted) => save.mutate({ ...data, [topic]: wanted })}
            />
          ))
        ) : (
          <Skeleton className="h-20" />
        )}
        <WriteFailure error={save.error} />
      </div>
    </Card>
  );
}
