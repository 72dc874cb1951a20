import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { isEnglish } from "../../shared/i18n/locale";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { FormModal } from "../../shared/ui/FormModal";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Chip, type Tone } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as root from "../messages";
import { CreateSheet } from "./CreateSheet";
import { HowTo } from "./HowTo";
import * as m from "./messages";
import { scopeWords } from "./scopes";
import type { Token, TokenList } from "./types";

const states: Record<Token["state"], [() => string, Tone]> = {
  live: [m.live, "ok"],
  expired: [m.expired, "neutral"],
  revoked: [m.revoked, "neutral"],
  maker_left: [m.makerLeft, "warn"],
};

/** The customer's API tokens: which there are, who made them, when they were used, and the way to end one. */
export default function Tokens() {
  const [creating, setCreating] = useState(false);
  const [ending, setEnding] = useState<Token>();
  const { data, error, refetch } = useQuery({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => get<TokenList>("/tokens", signal),
  });
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <Link href="/p/settings" className="-mb-2 inline-flex min-h-11 items-center text-mute hover:text-ink">
        ‹ {root.navSettings()}
      </Link>
      <PageTitle
        action={
          <Button look="primary" disabled={!data} onClick={() => setCreating(true)}>
            {m.create()}
          </Button>
        }
      >
        {m.title()}
      </PageTitle>
      <p className="text-mute">{m.intro()}</p>
      <Card>
        <Listed
          list={{ items: data?.items, error, refetch }}
          rows={2}
          empty={
            <Empty kind="nothing" title={m.none()}>
              {m.noneHint()}
            </Empty>
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {items.map((it) => (
                <TokenRow key={it.id} token={it} onRevoke={() => setEnding(it)} />
              ))}
            </ul>
          )}
        </Listed>
      </Card>
      <HowTo />
      {creating && data && <CreateSheet offered={data.scopes} onClose={() => setCreating(false)} />}
      {ending && <RevokeSheet token={ending} onClose={() => setEnding(undefined)} />}
    </div>
  );
}

function TokenRow({ token: it, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { time_zone: zone } = useSession().organization;
  const [word, tone] = states[it.state];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2 font-medium break-words">
          {it.name} <Chip tone={tone}>{word()}</Chip>
        </p>
        <p className="text-[0.8125rem] text-mute">
          <code>{it.prefix}…</code> · {it.scopes.map((scope) => scopeWords[scope][0]()).join(isEnglish() ? ", " : "、")}
        </p>
        <p className="text-[0.8125rem] text-mute">
          {m.madeBy({ name: it.made_by_name })} ·{" "}
          {it.state === "revoked"
            ? m.revokedBy({ name: it.revoked_by_name })
            : m.expires({ date: formatInstant(it.expires_at, zone) })}
        </p>
        <p className="text-[0.8125rem] text-mute">
          {it.last_used_at
            ? m.lastUsed({ at: formatInstant(it.last_used_at, zone), from: it.last_used_from })
            : m.neverUsed()}
        </p>
      </div>
      {(it.state === "live" || it.state === "maker_left") && (
        <Button look="danger" onClick={onRevoke} aria-label={`${m.revoke()}: ${it.name}`}>
          {m.revoke()}
        </Button>
      )}
    </li>
  );
}

function RevokeSheet({ token, onClose }: { token: Token; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => post<void>(`/tokens/${token.id}/revocation`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["tokens"] });
      toast(m.revokedToast());
      onClose();
    },
  });
  return (
    <FormModal
      title={m.revokeTitle({ name: token.name })}
      action={m.revoke()}
      look="danger"
      busy={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onSubmit={() => revoke.mutate()}
    >
      <p>{m.revokeText()}</p>
    </FormModal>
  );
}
