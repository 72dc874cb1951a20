import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, post, put } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { Facts } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import { Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as privacy from "../privacy/messages";
import { type Desk, deskKey, type Member, type Role, type Sessions } from "./data";
import * as m from "./messages";
import { RoleBoxes } from "./RoleBoxes";
import { roleNames } from "./words";

/** One member of staff: roles, rest and return, and where they are signed in. */
export function MemberSheet({ member, desk, onClose }: { member: Member; desk: Desk; onClose: () => void }) {
  const { organization } = useSession();
  const when = (at: string) => formatInstant(at, organization.time_zone);
  return (
    <Modal title={member.name} placement="drawer" onClose={onClose}>
      <Facts
        facts={[
          [m.email(), member.email],
          [m.state(), member.rest ? m.atRest() : m.atWork()],
          [m.lastSignIn(), member.last_sign_in ? when(member.last_sign_in) : m.never()],
          [m.roles(), !desk.may_manage && roleNames(member.roles)],
        ]}
      />
      {member.elsewhere && <p className="text-mute">{m.elsewhere()}</p>}
      {member.rest && (
        <div className="mt-3">
          <Notice tone="warn">
            {m.restedBy({ who: member.rest.by, when: when(member.rest.at), why: member.rest.reason })}
            <span className="block">{roleNames(member.rest.roles)}</span>
          </Notice>
        </div>
      )}
      {desk.may_manage && <Acts key={member.roles.join()} member={member} desk={desk} />}
      <OpenSessions member={member} manages={desk.may_manage} />
      <p className="mt-4">
        <Link
          href={`/console/settings/audit?person=${member.id}`}
          className="inline-flex min-h-6 items-center font-medium text-brand hover:underline"
        >
          {m.history()}
        </Link>
        {desk.may_manage && !member.self && (
          <Link
            href={`/console/settings/personal-data?kind=staff&person=${member.id}`}
            className="ms-4 inline-flex min-h-6 items-center font-medium text-brand hover:underline"
          >
            {privacy.open()}
          </Link>
        )}
      </p>
    </Modal>
  );
}

function Acts({ member, desk }: { member: Member; desk: Desk }) {
  const client = useQueryClient();
  const [roles, setRoles] = useState<Role[]>(member.roles as Role[]);
  const [reason, setReason] = useState("");
  const done = (word: string) => (next: Desk) => {
    client.setQueryData(deskKey, next);
    void client.invalidateQueries({ queryKey: ["staff-sessions", member.id] });
    toast(word);
  };
  const save = useMutation({
    mutationFn: () => put<Desk>(`/staff-desk/${member.id}/roles`, { roles }),
    onSuccess: done(m.rolesSaved()),
  });
  const rest = useMutation({
    mutationFn: () => post<Desk>(`/staff-desk/${member.id}/rest`, { reason: reason.trim() }),
    onSuccess: done(m.rested()),
  });
  const back = useMutation({
    mutationFn: () => post<Desk>(`/staff-desk/${member.id}/return`),
    onSuccess: done(m.returned()),
  });
  if (member.self) return <p className="mt-3 text-mute">{m.ownRoles()}</p>;
  if (member.rest)
    return (
      <div className="mt-3 grid gap-2">
        <Button look="primary" className="justify-self-start" busy={back.isPending} onClick={() => back.mutate()}>
          {m.comeBack()}
        </Button>
        <WriteFailure error={back.error} />
      </div>
    );
  const same = roles.length === member.roles.length && roles.every((it) => member.roles.includes(it));
  return (
    <div className="mt-4 grid gap-4">
      <div className="grid gap-2">
        <RoleBoxes all={desk.roles} value={roles} onChange={setRoles} />
        <Button
          className="justify-self-start"
          busy={save.isPending}
          disabled={same || roles.length === 0}
          onClick={() => save.mutate()}
        >
          {m.saveRoles()}
        </Button>
        <WriteFailure error={save.error} />
      </div>
      <div className="grid gap-2 border-t border-line pt-3">
        <p className="text-mute">
          {member.customers > 0 ? m.restHint({ count: member.customers }) : m.restHintPlain()}
        </p>
        <TextArea
          label={m.restReason()}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button
          look="danger"
          className="justify-self-start"
          busy={rest.isPending}
          disabled={!reason.trim()}
          onClick={() => rest.mutate()}
        >
          {m.rest()}
        </Button>
        <WriteFailure error={rest.error} />
      </div>
    </div>
  );
}

function OpenSessions({ member, manages }: { member: Member; manages: boolean }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const key = ["staff-sessions", member.id];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Sessions>(`/staff-desk/${member.id}/sessions`, signal),
  });
  const end = useMutation({
    mutationFn: (id: string) => post(`/staff-sessions/${id}/end`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: key });
      void client.invalidateQueries({ queryKey: deskKey });
      toast(m.sessionEnded());
    },
  });
  const when = (at: string) => formatInstant(at, organization.time_zone);
  return (
    <section className="mt-4">
      <h3 className="font-semibold">{m.openSessions()}</h3>
      <Listed
        list={{ items: data?.items, error, refetch }}
        rows={2}
        empty={<p className="text-mute">{m.noSessions()}</p>}
      >
        {(items) => (
          <ul className="divide-y divide-line">
            {items.map((it) => (
              <li key={it.id} className="flex items-center justify-between gap-3 py-2">
                <p className="min-w-0">
                  {m.since({ at: when(it.created_at) })}
                  <span className="block text-mute">
                    {m.lastSeen({ at: when(it.last_seen) })} <span className="num">{it.address}</span>
                  </span>
                </p>
                {manages && (
                  <Button look="quiet" busy={end.isPending} onClick={() => end.mutate(it.id)}>
                    {m.endSession()}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Listed>
      <WriteFailure error={end.error} />
    </section>
  );
}
