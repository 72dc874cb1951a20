import { useState } from "react";
import { Link } from "wouter";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { FormModal } from "../../shared/ui/FormModal";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Modal } from "../../shared/ui/Modal";
import { Chip } from "../../shared/ui/Status";
import { Empty, Failure, Notice, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as privacy from "../privacy/messages";
import { Bounced } from "./Bounced";
import { ContactSheet } from "./ContactSheet";
import * as m from "./messages";
import { Programs } from "./Programs";
import { roleList, roleWords } from "./roles";
import type { Colleague, People } from "./types";
import { type ContactActs, useContactActs, useContacts } from "./useContacts";

/** A customer's contacts as staff keep them, with invitations and who may administer. */
export default function ContactsTab({ customer }: { customer: string }) {
  const { data, error, refetch } = useContacts(customer);
  const acts = useContactActs(customer);
  const [editing, setEditing] = useState<Colleague | "new">();
  const [leaving, setLeaving] = useState<Colleague>();
  const [invited, setInvited] = useState<Colleague>();
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} />;
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
      <Card>
        <CardHeading
          action={
            data.may_manage && (
              <Button look="primary" onClick={() => setEditing("new")}>
                {m.addContact()}
              </Button>
            )
          }
        >
          {m.contacts()}
        </CardHeading>
        {data.items.length === 0 ? (
          <Empty kind="nothing" title={m.noContacts()}>
            {m.noContactsHint()}
          </Empty>
        ) : (
          <ul className="divide-y divide-line">
            {data.items.map((it) => (
              <li key={it.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                <div className="min-w-0 flex-1 basis-52">
                  <p className="font-medium">{it.name}</p>
                  <p className="break-all text-mute">
                    {it.email} {it.phone}
                  </p>
                  <Visit contact={it} />
                  {it.bounced && <Bounced bounced={it.bounced} />}
                </div>
                <p className="flex flex-wrap gap-1">
                  {it.roles.map((role) => (
                    <Chip key={role} tone={role === "customer_admin" ? "brand" : "neutral"}>
                      {roleWords[role]?.() ?? role}
                    </Chip>
                  ))}
                </p>
                {data.may_manage && (
                  <p className="flex gap-1">
                    {!it.signs_in && (
                      <Button
                        look="quiet"
                        busy={acts.invite.isPending && acts.invite.variables === it.id}
                        onClick={() => acts.invite.mutate(it.id, { onSuccess: () => setInvited(it) })}
                      >
                        {m.invite()}
                      </Button>
                    )}
                    <Button look="quiet" aria-label={`${m.edit()}: ${it.name}`} onClick={() => setEditing(it)}>
                      {m.edit()}
                    </Button>
                    <Button look="quiet" aria-label={`${m.remove()}: ${it.name}`} onClick={() => setLeaving(it)}>
                      {m.remove()}
                    </Button>
                  </p>
                )}
                {data.may_pseudonymise && (
                  <Link
                    href={`/console/settings/personal-data?kind=contact&person=${it.id}`}
                    aria-label={privacy.openNamed({ name: it.name })}
                    className="inline-flex min-h-8 items-center text-brand hover:underline"
                  >
                    {privacy.open()}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        )}
        <WriteFailure error={acts.invite.error} />
      </Card>
      <div className="grid min-w-0 gap-4">
        <Side people={data} acts={acts} />
        <Programs customer={customer} />
      </div>
      {editing && (
        <ContactSheet
          contact={editing === "new" ? undefined : editing}
          acts={acts}
          onClose={() => setEditing(undefined)}
        />
      )}
      {leaving && <Leave contact={leaving} acts={acts} onClose={() => setLeaving(undefined)} />}
      {invited && acts.invite.data && (
        <Modal
          title={m.inviteTitle({ name: invited.name })}
          onClose={() => setInvited(undefined)}
          footer={
            <Button look="primary" onClick={() => setInvited(undefined)}>
              {m.done()}
            </Button>
          }
        >
          <p>{m.inviteText({ days: data.invitation_days, email: invited.email ?? "" })}</p>
          <div className="mt-3 flex items-start gap-2 rounded-(--radius-control) border border-line p-3">
            <code className="min-w-0 flex-1 break-all select-all">{acts.invite.data.link}</code>
            <CopyButton value={acts.invite.data.link} label={m.link()} />
          </div>
        </Modal>
      )}
    </div>
  );
}

function Visit({ contact }: { contact: Colleague }) {
  const { organization } = useSession();
  const when = contact.last_sign_in;
  return (
    <p className="text-mute">
      {!contact.signs_in
        ? m.cannotSignIn()
        : when
          ? m.lastSignIn({ when: formatInstant(when, organization.time_zone) })
          : m.neverSignedIn()}
    </p>
  );
}

function Leave({ contact, acts, onClose }: { contact: Colleague; acts: ContactActs; onClose: () => void }) {
  const { remove } = acts;
  return (
    <FormModal
      title={m.removeTitle({ name: contact.name })}
      action={m.remove()}
      look="danger"
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onSubmit={() =>
        remove.mutate(contact.id, {
          onSuccess: () => {
            toast(m.removed({ name: contact.name }));
            onClose();
          },
        })
      }
    >
      <p>{m.removeText({ name: contact.name })}</p>
    </FormModal>
  );
}

function Side({ people, acts }: { people: People; acts: ContactActs }) {
  const { organization } = useSession();
  const { allow, revoke } = acts;
  return (
    <div className="space-y-4">
      <Card className="p-4">
        <label className="flex items-start gap-3">
          <input
            type="checkbox"
            className="mt-1 size-4 shrink-0"
            checked={people.self_administration}
            disabled={!people.may_manage || allow.isPending}
            onChange={(event) => allow.mutate(event.target.checked)}
          />
          <span>
            {m.administration()}
            <span className="block text-mute">{m.administrationHint()}</span>
          </span>
        </label>
        {people.maker_checker && (
          <div className="mt-3">
            <Notice tone="info">{m.makerChecker()}</Notice>
          </div>
        )}
        <WriteFailure error={allow.error} />
      </Card>
      {people.invitations.length > 0 && (
        <Card>
          <CardHeading>{m.invitations()}</CardHeading>
          <ul className="divide-y divide-line">
            {people.invitations.map((it) => (
              <li key={it.id} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
                <div className="min-w-0 flex-1">
                  <p className="font-medium">{it.name}</p>
                  <p className="break-all text-mute">{it.email}</p>
                  <p className="text-mute">{roleList(it.roles)}</p>
                  <p className="text-mute">
                    {m.invitedBy({ who: it.invited_by, when: formatInstant(it.expires_at, organization.time_zone) })}
                  </p>
                </div>
                {it.expired && <Chip tone="warn">{m.expired()}</Chip>}
                {people.may_manage && (
                  <Button look="quiet" busy={revoke.isPending} onClick={() => revoke.mutate(it.id)}>
                    {m.revoke()}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
