import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, newIntent, post } from "../../shared/api/client";
import type { LinkHolder, LinkHolders } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { FormModal } from "../../shared/ui/FormModal";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot, type Tone } from "../../shared/ui/Status";
import { toast } from "../../shared/ui/toast";
import { roleList } from "../people/roles";
import * as m from "./messages";

const tones: Record<LinkHolder["state"], Tone> = { none: "neutral", live: "ok", expired: "warn", revoked: "bad" };

/** Who can open a statement by link, what they did with it, and how to end or renew it. */
export default function LinksCard({ statement }: { statement: string }) {
  const client = useQueryClient();
  const key = ["statement-links", statement];
  const at = `/statements/${statement}`;
  const [revoking, setRevoking] = useState<LinkHolder>();
  const holders = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<LinkHolders>(`${at}/links`, signal),
  });
  const send = useMutation({
    mutationFn: (to: LinkHolder) => post<LinkHolders>(`${at}/links`, { contact_id: to.contact_id }, newIntent()),
    onSuccess: (next, to) => {
      client.setQueryData(key, next);
      toast(m.sent({ name: to.name }));
    },
    onError: (error) => toast(error.message || shared.failedTitle(), { tone: "bad" }),
  });
  const revoke = useMutation({
    mutationFn: (from: LinkHolder) =>
      post<LinkHolders>(`${at}/link-revocations`, { contact_id: from.contact_id }, newIntent()),
    onSuccess: (next, from) => {
      client.setQueryData(key, next);
      setRevoking(undefined);
      toast(m.takenBack({ name: from.name }));
    },
  });
  const change = holders.data?.change;
  return (
    <Card className="pb-3">
      <CardHeading>{m.title()}</CardHeading>
      <p className="px-4 text-[0.8125rem] text-mute">{m.hint()}</p>
      <Listed
        list={{ ...holders, items: holders.data?.items }}
        rows={2}
        empty={<p className="px-4 pt-2 text-mute">{m.none()}</p>}
      >
        {(items) => (
          <ul className="mt-1 divide-y divide-line">
            {items.map((it) => (
              <li key={it.contact_id} className="px-4 py-2">
                <p className="flex flex-wrap justify-between gap-x-3">
                  <span className="font-medium break-words">{it.name}</span>
                  <span className="text-mute">{roleList(it.roles)}</span>
                </p>
                <p className="break-all text-[0.8125rem] text-mute">{it.email}</p>
                <LinkState holder={it} />
                {change?.allowed && (
                  // biome-ignore lint/a11y/useSemanticElements: two buttons about one person, not fields of a form
                  <div role="group" aria-label={m.more({ name: it.name })} className="mt-1 flex flex-wrap gap-2">
                    <Button busy={send.isPending && send.variables === it} onClick={() => send.mutate(it)}>
                      {it.state === "none" ? m.send() : m.sendAgain()}
                    </Button>
                    {it.state === "live" && (
                      <Button look="danger" onClick={() => setRevoking(it)}>
                        {m.revoke()}
                      </Button>
                    )}
                  </div>
                )}
              </li>
            ))}
          </ul>
        )}
      </Listed>
      {revoking && (
        <FormModal
          title={m.revokeTitle({ name: revoking.name })}
          action={m.revoke()}
          look="danger"
          busy={revoke.isPending}
          error={revoke.error}
          onClose={() => setRevoking(undefined)}
          onSubmit={() => revoke.mutate(revoking)}
        >
          <p>{m.revokeText({ name: revoking.name })}</p>
        </FormModal>
      )}
    </Card>
  );
}

function LinkState({ holder }: { holder: LinkHolder }) {
  const { organization } = useSession();
  const when = (at: string | undefined) => (at ? formatInstant(at, organization.time_zone) : "");
  const facts = [
    holder.opened_at ? m.opened({ when: when(holder.opened_at) }) : holder.state !== "none" && m.notOpened(),
    holder.verified_at && m.proved({ when: when(holder.verified_at) }),
    holder.used_at && holder.used_at !== holder.opened_at && m.used({ when: when(holder.used_at) }),
  ].filter(Boolean);
  return (
    <>
      <p>
        <Dot tone={tones[holder.state]}>{stateText(holder, when)}</Dot>
      </p>
      {facts.length > 0 && <p className="text-[0.8125rem] text-mute">{facts.join(" · ")}</p>}
    </>
  );
}

function stateText(holder: LinkHolder, when: (at: string | undefined) => string): string {
  switch (holder.state) {
    case "live":
      return m.live({ when: when(holder.expires_at) });
    case "expired":
      return m.expired();
    case "revoked":
      if (holder.reason === "replaced") return m.replaced();
      if (holder.reason === "statement_cancelled") return m.cancelled();
      if (holder.reason === "guessed") return m.guessed();
      return m.revoked({ when: when(holder.revoked_at) });
    default:
      return m.never();
  }
}
