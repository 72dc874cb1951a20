import { ChevronLeft } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { readersInstant } from "../../shared/dates";
import { isEnglish } from "../../shared/i18n/locale";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as root from "../messages";
import { ChangeLog } from "./ChangeLog";
import { ColleagueList } from "./ColleagueList";
import { InviteSheet } from "./InviteSheet";
import * as m from "./messages";
import { roleList } from "./roles";
import type { People } from "./types";
import { usePeople, usePeopleActs } from "./usePeople";

/** Who acts for the customer, kept by its own administrators. */
export default function Colleagues() {
  const { customer } = useSession();
  const { data, error, refetch } = usePeople();
  const [inviting, setInviting] = useState(false);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <div>
        <Link
          href="/p/settings"
          className="-ms-2 inline-flex min-h-11 items-center gap-1 px-2 text-mute hover:text-ink"
        >
          <ChevronLeft className="size-4" aria-hidden="true" />
          {root.navSettings()}
        </Link>
        <PageTitle>{m.title()}</PageTitle>
        <p className="text-mute">{m.intro({ customer: (isEnglish() && customer?.name_en) || customer?.name || "" })}</p>
      </div>
      {!data ? (
        <Card>
          <SkeletonRows rows={4} />
        </Card>
      ) : (
        <>
          {!data.may_manage && <WhoManages people={data} />}
          <ColleagueList people={data} onInvite={() => setInviting(true)} />
          {data.may_manage && <Invitations people={data} />}
          <MakerChecker people={data} />
          {data.may_manage && <ChangeLog />}
          {inviting && <InviteSheet days={data.invitation_days} onClose={() => setInviting(false)} />}
        </>
      )}
    </div>
  );
}

function WhoManages({ people }: { people: People }) {
  const admins = people.items.filter((it) => it.roles.includes("customer_admin"));
  const names = admins.map((it) => it.name).join(isEnglish() ? ", " : "、");
  const self = admins.some((it) => it.self);
  return <Notice tone="info">{self ? people.why_not : names ? m.notAdmin({ who: names }) : m.noAdmin()}</Notice>;
}

function Invitations({ people }: { people: People }) {
  const { organization } = useSession();
  const { revoke } = usePeopleActs();
  return (
    <Card>
      <CardHeading>{m.invitations()}</CardHeading>
      {people.invitations.length === 0 ? (
        <p className="px-4 pb-4 text-mute">{m.noInvitations()}</p>
      ) : (
        <ul className="divide-y divide-line">
          {people.invitations.map((it) => (
            <li key={it.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
              <div className="min-w-0 flex-1 basis-52">
                <p className="font-medium break-words">
                  {it.name} <span className="font-normal text-mute">{roleList(it.roles)}</span>
                </p>
                <p className="text-[0.8125rem] break-all text-mute">{it.email}</p>
                <p className="text-[0.8125rem] text-mute">
                  {m.invitedBy({ who: it.invited_by, when: readersInstant(it.expires_at, organization.time_zone) })}
                </p>
              </div>
              {it.expired && <Chip tone="warn">{m.expired()}</Chip>}
              <Button
                look="quiet"
                busy={revoke.isPending && revoke.variables === it.id}
                onClick={() => revoke.mutate(it.id, { onSuccess: () => toast(m.revoked({ name: it.name })) })}
              >
                {m.revoke()}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <WriteFailure error={revoke.error} />
    </Card>
  );
}

function MakerChecker({ people }: { people: People }) {
  const { organization } = useSession();
  const { review } = usePeopleActs();
  const asked = people.off_asked;
  const turn = (on: boolean) => review.mutate(on, { onSuccess: () => toast(m.switched()) });
  return (
    <Card className="p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{m.makerChecker()}</h2>
        <Chip tone={people.maker_checker ? "ok" : "neutral"}>
          {people.maker_checker ? m.reviewOn() : m.reviewOff()}
        </Chip>
      </div>
      <p className="mt-2 text-mute">{m.makerCheckerText()}</p>
      {asked && (
        <div className="mt-3">
          <Notice tone="warn">
            {m.offAsked({ who: asked.by, when: readersInstant(asked.at, organization.time_zone) })}
          </Notice>
        </div>
      )}
      {people.may_manage && (
        <div className="mt-3 flex flex-wrap gap-2">
          {!people.maker_checker && (
            <Button look="primary" busy={review.isPending} onClick={() => turn(true)}>
              {m.switchOn()}
            </Button>
          )}
          {people.maker_checker && !asked && (
            <Button busy={review.isPending} onClick={() => turn(false)}>
              {m.switchOff()}
            </Button>
          )}
          {asked && !asked.self && (
            <Button look="danger" busy={review.isPending} onClick={() => turn(false)}>
              {m.offApprove()}
            </Button>
          )}
          {asked && (
            <Button busy={review.isPending} onClick={() => turn(true)}>
              {m.offKeep()}
            </Button>
          )}
          {people.maker_checker && !asked && (
            <p className="basis-full text-[0.8125rem] text-mute">{m.switchOffHint()}</p>
          )}
        </div>
      )}
      <WriteFailure error={review.error} />
    </Card>
  );
}
