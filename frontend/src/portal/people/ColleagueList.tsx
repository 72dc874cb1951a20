import { useState } from "react";
import { readersInstant } from "../../shared/dates";
import { isEnglish } from "../../shared/i18n/locale";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { ChangeRoles } from "./ChangeRoles";
import * as m from "./messages";
import { roleLabel } from "./roles";
import type { Colleague, People } from "./types";

/** Everybody who acts for the customer, with what they may do. */
export function ColleagueList({ people, onInvite }: { people: People; onInvite: () => void }) {
  const [changing, setChanging] = useState<Colleague>();
  return (
    <Card>
      <CardHeading
        action={
          people.may_manage && (
            <Button look="quiet" onClick={onInvite}>
              {m.invite()}
            </Button>
          )
        }
      >
        {m.colleagues()}
      </CardHeading>
      <ul className="divide-y divide-line">
        {people.items.map((it) => (
          <li key={it.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
            <div className="min-w-0 flex-1 basis-52">
              <p className="font-medium break-words">
                {it.name}
                {it.self && (
                  <span className="ms-2 font-normal text-mute">{isEnglish() ? `(${m.you()})` : `（${m.you()}）`}</span>
                )}
              </p>
              {it.email && <p className="text-[0.8125rem] break-all text-mute">{it.email}</p>}
              {people.may_manage && <Visit colleague={it} />}
            </div>
            <p className="flex flex-wrap gap-1">
              {it.roles.map((role) => (
                <Chip key={role} tone={role === "customer_admin" ? "brand" : "neutral"}>
                  {roleLabel(role)}
                </Chip>
              ))}
            </p>
            {people.may_manage && !it.self && (
              <Button look="quiet" aria-label={`${m.changeRoles()}: ${it.name}`} onClick={() => setChanging(it)}>
                {m.changeRoles()}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {changing && <ChangeRoles colleague={changing} onClose={() => setChanging(undefined)} />}
    </Card>
  );
}

function Visit({ colleague }: { colleague: Colleague }) {
  const { organization } = useSession();
  const when = colleague.last_sign_in;
  return (
    <p className="text-[0.8125rem] text-mute">
      {!colleague.signs_in
        ? m.cannotSignIn()
        : when
          ? m.lastSignIn({ when: readersInstant(when, organization.time_zone) })
          : m.neverSignedIn()}
    </p>
  );
}
