import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Chip } from "../../shared/ui/Status";
import * as m from "./messages";
import type { People } from "./types";

/** Says that mails to a contact's address come back, and what the mail server said. */
export function Bounced({ bounced }: { bounced: NonNullable<People["items"][number]["bounced"]> }) {
  const { organization } = useSession();
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-mute">
      <Chip tone="bad">{m.bounced({ when: formatInstant(bounced.at, organization.time_zone) })}</Chip>
      <span className="break-words">{m.bouncedHint({ said: bounced.said })}</span>
    </p>
  );
}
