import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { apiPath, get, newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { Card, CardHeading, Progress } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Failure, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { CustomerPicker, type Picked } from "../drafts/CustomerPicker";
import * as m from "./messages";

type Found = components["schemas"]["BackofficeCustomerHistories"];
type History = components["schemas"]["BackofficeCustomerHistory"];

const key = ["histories"];
const live = (it: History) => it.state === "queued" || it.state === "running";

/** The whole history of a customer as one file, for an audit, a tax office or a bank; made while one does something else. */
export function Histories() {
  const client = useQueryClient();
  const [picked, setPicked] = useState<Picked>();
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Found>("/histories", signal),
    refetchInterval: ({ state }) => (state.data?.items.some(live) ? 2_000 : false),
  });
  const ask = useMutation({
    mutationFn: (customer: string) => post<Found>("/histories", { customer_id: customer }, newIntent()),
    onSuccess: (next) => {
      client.setQueryData(key, next);
      setPicked(undefined);
      toast(m.historyAsked());
    },
  });
  return (
    <Card className="mt-4">
      <CardHeading>{m.histories()}</CardHeading>
      <div className="space-y-3 px-4 pb-4">
        <p className="max-w-3xl text-mute">{m.historiesIntro()}</p>
        <div className="max-w-md space-y-3">
          <CustomerPicker picked={picked} onPick={setPicked} />
          <Button
            look="primary"
            disabled={!picked}
            busy={ask.isPending}
            onClick={() => picked && ask.mutate(picked.id)}
          >
            {m.historyAsk()}
          </Button>
        </div>
        <WriteFailure error={ask.error} />
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {data && data.items.length > 0 && (
          <ul className="divide-y divide-line" aria-label={m.histories()}>
            {data.items.map((it) => (
              <One key={it.id} of={it} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function One({ of }: { of: History }) {
  const { organization } = useSession();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <span className="min-w-0 flex-1 break-words">
        {of.customer.code} {of.customer.name}
        <span className="ms-2 text-mute">
          {of.requested_by}, {formatInstant(of.requested_at, organization.time_zone)}
        </span>
      </span>
      {live(of) ? (
        <span className="w-56">
          <Progress
            done={of.done}
            of={Math.max(of.total, 1)}
            label={m.historyProgress({ done: of.done, total: of.total })}
          />
        </span>
      ) : of.state === "failed" ? (
        <Chip tone="bad">{m.historyFailed()}</Chip>
      ) : of.expired ? (
        <Chip tone="neutral">{m.historyExpired()}</Chip>
      ) : (
        <a
          className={buttonClass("secondary")}
          href={apiPath(`/histories/${of.id}/file`)}
          download
          aria-label={m.historyDownloadNamed({ name: of.customer.name })}
        >
          {m.download()}
        </a>
      )}
    </li>
  );
}
