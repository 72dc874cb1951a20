import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { Button } from "../../shared/ui/Button";
import { ReasonModal } from "../../shared/ui/FormModal";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Failure, Notice, SkeletonRows } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import { blockedLabel, topicLabel } from "./topics";

export type Requests = components["schemas"]["BackofficePseudonymisations"];
type Preview = components["schemas"]["BackofficePersonalPreview"];
type Count = components["schemas"]["BackofficePersonalCount"];

export const requestsKey = ["pseudonymisations"];

/** What is held of one person: what a pseudonym would replace, and what stays and why. */
export function Held({ kind, person }: { kind: string; person: string }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["personal-data", kind, person],
    queryFn: ({ signal }) =>
      get<Preview>(`/personal-data?kind=${encodeURIComponent(kind)}&person=${encodeURIComponent(person)}`, signal),
  });
  const ask = useMutation({
    mutationFn: (reason: string) =>
      post<Requests>("/pseudonymisations", { kind, person_id: person, reason }, newIntent()),
    onSuccess: (next) => {
      client.setQueryData(requestsKey, next);
      void client.invalidateQueries({ queryKey: ["personal-data"] });
      toast(m.asked());
      setAsking(false);
    },
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} />;
  return (
    <Card className="mb-4">
      <CardHeading
        action={
          !data.blocked && (
            <Button look="danger" onClick={() => setAsking(true)}>
              {m.ask()}
            </Button>
          )
        }
      >
        {m.of({ name: data.name })}
      </CardHeading>
      <div className="px-4 pb-4">
        {data.blocked && (
          <div className="mb-3">
            <Notice tone="warn">{blockedLabel(data.blocked)}</Notice>
          </div>
        )}
        <Facts
          facts={[
            [m.customers(), data.customers.join(", ")],
            [m.email(), data.email],
            [m.phone(), data.phone],
          ]}
        />
        <div className="mt-4 grid gap-4 lg:grid-cols-2">
          <Counts title={m.replaced()} counts={data.replaced} />
          <Counts title={m.kept()} counts={data.kept} />
        </div>
      </div>
      {asking && (
        <ReasonModal
          title={m.askTitle({ name: data.name })}
          action={m.ask()}
          look="danger"
          busy={ask.isPending}
          error={ask.error}
          onGive={(reason) => ask.mutate(reason)}
          onClose={() => setAsking(false)}
        >
          <p>{m.askHint()}</p>
        </ReasonModal>
      )}
    </Card>
  );
}

function Counts({ title, counts }: { title: string; counts: readonly Count[] }) {
  return (
    <section>
      <h3 className="mb-1 font-medium">{title}</h3>
      {counts.length === 0 ? (
        <p className="text-mute">{m.nothing()}</p>
      ) : (
        <ul className="divide-y divide-line">
          {counts.map((it) => (
            <li key={it.topic} className="flex gap-3 py-1.5">
              <span className="min-w-0 flex-1">{topicLabel(it.topic)}</span>
              <span className="num">{it.count}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
