import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, put } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { Card } from "../../shared/ui/Layout";
import { Failure, Skeleton, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";

type Preferences = components["schemas"]["NoticePreferences"];

const key = ["notice-preferences"];

/** Which mails the reader wants. */
export function Wishes() {
  const client = useQueryClient();
  const wishes = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Preferences>("/notice-preferences", signal),
  });
  const save = useMutation({
    mutationFn: (next: Preferences) => put<Preferences>("/notice-preferences", next),
    onSuccess: (next) => {
      client.setQueryData(key, next);
      toast(m.saved());
    },
  });
  const words = {
    statements: m.statements(),
    reminders: m.reminders(),
    disputes: m.disputes(),
    payments: m.payments(),
  };
  // What was just ticked shows at once; a refusal takes it back.
  const data = save.isPending ? save.variables : wishes.data;
  return (
    <Card className="p-5">
      <fieldset>
        <legend className="mb-1 font-medium">{m.title()}</legend>
        {wishes.error && !data ? (
          <Failure error={wishes.error} onRetry={() => void wishes.refetch()} />
        ) : data ? (
          (["statements", "reminders", "disputes", "payments"] as const).map((topic) => (
            <label key={topic} className="flex min-h-11 items-center gap-3">
              <input
                type="checkbox"
                className="size-5 shrink-0"
                checked={data[topic] ?? true}
                onChange={(event) => save.mutate({ ...data, [topic]: event.target.checked })}
              />
              <span className="min-w-0">{words[topic]}</span>
            </label>
          ))
        ) : (
          <Skeleton className="h-28" />
        )}
        <p className="mt-1 text-[0.8125rem] text-mute">{m.always()}</p>
        <WriteFailure error={save.error} />
      </fieldset>
    </Card>
  );
}
