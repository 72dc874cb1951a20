import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { FormModal } from "../../shared/ui/FormModal";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Chip, type Tone } from "../../shared/ui/Status";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import type { CustomerTokens, Token } from "./types";

/** The API tokens by which a customer's own programs act; nothing where there is none. */
export function Programs({ customer }: { customer: string }) {
  const [ending, setEnding] = useState<Token>();
  const { data } = useQuery({
    queryKey: ["customer-tokens", customer],
    queryFn: ({ signal }) => get<CustomerTokens>(`/customers/${customer}/tokens`, signal),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Card>
      <CardHeading>{m.programs()}</CardHeading>
      <p className="px-4 pb-1 text-mute">{m.programsHint()}</p>
      <ul className="divide-y divide-line">
        {data.items.map((it) => (
          <Row
            key={it.id}
            token={it}
            onEnd={data.may_revoke && it.state === "live" ? () => setEnding(it) : undefined}
          />
        ))}
      </ul>
      {ending && <EndSheet customer={customer} token={ending} onClose={() => setEnding(undefined)} />}
    </Card>
  );
}

function Row({ token: it, onEnd }: { token: Token; onEnd: (() => void) | undefined }) {
  const { time_zone } = useSession().organization;
  const [word, tone] = stateOf(it);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <div className="min-w-0 flex-1 basis-52">
        <p className="font-medium break-words">
          {it.name} <code className="font-normal text-mute">{it.prefix}…</code>
        </p>
        <p className="text-mute">
          {m.programEnds({ who: it.made_by_name, when: formatInstant(it.expires_at, time_zone) })}
        </p>
        <p className="text-mute">
          {it.last_used_at
            ? m.programUsed({ when: formatInstant(it.last_used_at, time_zone), from: it.last_used_from })
            : m.programUnused()}
        </p>
      </div>
      <Chip tone={tone}>{word}</Chip>
      {onEnd && (
        <Button look="quiet" aria-label={`${m.programEnd()}: ${it.name}`} onClick={onEnd}>
          {m.programEnd()}
        </Button>
      )}
    </li>
  );
}

function stateOf(it: Token): [string, Tone] {
  switch (it.state) {
    case "live":
      return [m.stateLive(), "ok"];
    case "revoked":
      return [m.stateRevoked({ who: it.revoked_by_name }), "neutral"];
    case "maker_left":
      return [m.stateMakerLeft(), "warn"];
    default:
      return [m.stateExpired(), "neutral"];
  }
}

function EndSheet({ customer, token, onClose }: { customer: string; token: Token; onClose: () => void }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => post<CustomerTokens>(`/customers/${customer}/tokens/${token.id}/revocation`),
    onSuccess: (next) => {
      client.setQueryData(["customer-tokens", customer], next);
      void client.invalidateQueries({ queryKey: ["customer-log", customer] });
      toast(m.programEnded());
      onClose();
    },
  });
  return (
    <FormModal
      title={m.programEnd()}
      action={m.programEnd()}
      busy={end.isPending}
      error={end.error}
      onClose={onClose}
      onSubmit={() => end.mutate()}
    >
      <p>{m.programEndAsk({ name: token.name })}</p>
    </FormModal>
  );
}
