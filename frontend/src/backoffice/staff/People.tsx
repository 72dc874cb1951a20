import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Dot } from "../../shared/ui/Status";
import { Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
import { type Desk, deskKey, type Member } from "./data";
import { InviteSheet } from "./InviteSheet";
import { MemberSheet } from "./MemberSheet";
import * as m from "./messages";
import { roleNames } from "./words";

/** Everybody who works here: roles, sign-ins, who is at rest, who is invited. */
export default function People() {
  const [params, change] = useParams();
  const [inviting, setInviting] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: deskKey,
    queryFn: ({ signal }) => get<Desk>("/staff-desk", signal),
  });
  const q = (params.get("q") ?? "").toLowerCase();
  const members = data?.members.filter((it) => fits(it, q));
  const chosen = data?.members.find((it) => it.id === params.get("id"));
  return (
    <>
      <PageTitle
        action={
          data?.may_manage && (
            <Button look="primary" onClick={() => setInviting(true)}>
              {m.invite()}
            </Button>
          )
        }
      >
        {m.peopleTitle()}
      </PageTitle>
      <p className="-mt-2 mb-3 text-mute">{m.peopleHint()}</p>
      {data && !data.may_manage && (
        <div className="mb-3">
          <Notice tone="info">{m.onlyReading()}</Notice>
        </div>
      )}
      <SearchField
        className="mb-3 w-full sm:w-80"
        placeholder={m.searchPeople()}
        value={params.get("q") ?? ""}
        onChange={(next) => change({ q: next })}
      />
      <Card>
        <Listed
          list={{ items: members, error, refetch }}
          rows={8}
          empty={<NothingMatches onClear={() => change({ q: undefined })} />}
        >
          {(items) => (
            <MemberTable members={items} manages={data?.may_manage ?? false} onOpen={(id) => change({ id }, true)} />
          )}
        </Listed>
      </Card>
      {data && data.invitations.length > 0 && <Invitations desk={data} />}
      {chosen && data && <MemberSheet member={chosen} desk={data} onClose={() => change({ id: undefined })} />}
      {inviting && data && <InviteSheet desk={data} onClose={() => setInviting(false)} />}
    </>
  );
}

function fits(it: Member, q: string): boolean {
  return (
    !q ||
    [it.name, it.email, roleNames(it.roles), roleNames(it.rest?.roles)].some((word) => word.toLowerCase().includes(q))
  );
}

function MemberTable({
  members,
  manages,
  onOpen,
}: {
  members: Member[];
  manages: boolean;
  onOpen: (id: string) => void;
}) {
  const { organization } = useSession();
  return (
    <GridTable label={m.peopleTitle()}>
      <thead>
        <tr>
          <th scope="col">{m.name()}</th>
          <th scope="col">{m.roles()}</th>
          <th scope="col">{m.state()}</th>
          <th scope="col">{m.lastSignIn()}</th>
          <th scope="col" className="text-end">
            {m.sessions()}
          </th>
          <th scope="col">
            <span className="sr-only">{m.manage()}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((it) => (
          <tr key={it.id}>
            <th scope="row" className="text-start font-normal">
              <span className="font-medium">{it.name}</span>
              {it.self && <span className="text-mute"> · {m.self()}</span>}
              <span className="block text-mute">{it.email}</span>
            </th>
            <td className="whitespace-normal">{roleNames(it.rest ? it.rest.roles : it.roles)}</td>
            <td>
              <Dot tone={it.rest ? "neutral" : "ok"}>{it.rest ? m.atRest() : m.atWork()}</Dot>
            </td>
            <td className="num">
              {it.last_sign_in ? formatInstant(it.last_sign_in, organization.time_zone) : m.never()}
            </td>
            <td className="num text-end">{it.sessions}</td>
            <td className="text-end">
              <Button look="quiet" onClick={() => onOpen(it.id)}>
                {manages ? m.manage() : m.look()}
                <span className="sr-only"> {it.name}</span>
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}

function Invitations({ desk }: { desk: Desk }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const revoke = useMutation({
    mutationFn: (id: string) => post<Desk>(`/staff-desk/invitations/${id}/revocation`),
    onSuccess: (next) => {
      client.setQueryData(deskKey, next);
      toast(m.revoked());
    },
  });
  return (
    <Card className="mt-4">
      <CardHeading>{m.invitations()}</CardHeading>
      <ul className="divide-y divide-line">
        {desk.invitations.map((it) => (
          <li key={it.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-2">
            <p className="min-w-0">
              <span className="font-medium">{it.name}</span> <span className="text-mute">{it.email}</span>
              <span className="block text-mute">
                {roleNames(it.roles)} ·{" "}
                {it.expired
                  ? m.expired()
                  : m.invitedBy({ who: it.invited_by, until: formatInstant(it.expires_at, organization.time_zone) })}
              </span>
            </p>
            {desk.may_manage && (
              <Button look="quiet" busy={revoke.isPending} onClick={() => revoke.mutate(it.id)}>
                {m.revoke()}
                <span className="sr-only"> {it.name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <WriteFailure error={revoke.error} />
    </Card>
  );
}
