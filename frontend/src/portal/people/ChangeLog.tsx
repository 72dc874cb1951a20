import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../../shared/api/client";
import type { Page } from "../../shared/api/types";
import { readersInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Failure, SkeletonRows } from "../../shared/ui/states";
import * as m from "./messages";
import { roleList } from "./roles";
import type { LogEntry } from "./types";

/** What changed about the people of the customer, by whom. Fetched when somebody wants to see it. */
export function ChangeLog() {
  const [open, setOpen] = useState(false);
  return (
    <Card>
      <CardHeading
        action={
          !open && (
            <Button look="quiet" onClick={() => setOpen(true)}>
              {m.showLog()}
            </Button>
          )
        }
      >
        {m.log()}
      </CardHeading>
      {open && <Entries />}
    </Card>
  );
}

function Entries() {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["colleagues-log"],
    queryFn: ({ signal }) => get<Page<LogEntry>>("/colleagues/log", signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} />;
  if (data.items.length === 0) return <p className="px-4 pb-4 text-mute">{m.noLog()}</p>;
  return (
    <ul className="divide-y divide-line">
      {data.items.map((it) => (
        <li key={it.seq} className="px-4 py-2.5">
          <p className="break-words">{sentence(it)}</p>
          <p className="text-[0.8125rem] text-mute">{readersInstant(it.at, organization.time_zone)}</p>
        </li>
      ))}
    </ul>
  );
}

function sentence(it: LogEntry): string {
  const by = it.by || m.bySeller();
  const name = it.name ?? it.email ?? "";
  const roles = roleList(it.roles);
  switch (it.action) {
    case "contact.invited":
      return m.logInvited({ by, name, roles });
    case "contact.invitation_revoked":
      return m.logRevoked({ by, name });
    case "contact.joined":
      return m.logJoined({ name, roles });
    case "contact.removed":
      return m.logRemoved({ by, name });
    case "contact.changed":
      if (!it.roles) return m.logDetails({ by, name });
      return it.roles_before
        ? m.logRoles({ by, name, before: roleList(it.roles_before), roles })
        : m.logAdded({ by, name, roles });
    case "customer.review_on":
      return m.logReviewOn({ by });
    case "customer.review_off_asked":
      return m.logReviewOffAsked({ by });
    case "customer.review_kept":
      return m.logReviewKept({ by });
    case "customer.review_off":
      return m.logReviewOff({ by });
    case "customer.administration":
      return m.logAdministration();
  }
  return it.action;
}
