import type { components } from "../../shared/api/schema";
import { dayOf, formatDate } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Empty, Notice } from "../../shared/ui/states";
import * as m from "./messages";

type ESign = components["schemas"]["BackofficeESignProvider"];
type Request = components["schemas"]["FinalizationRequest"];

/** The e-sign provider of the configuration, and how it does. */
export function Provider({ of }: { of?: ESign }) {
  const { organization } = useSession();
  if (!of) {
    return (
      <Card className="pb-2">
        <CardHeading>{m.title()}</CardHeading>
        <Empty kind="nothing" title={m.none()}>
          {m.noneHint()}
        </Empty>
      </Card>
    );
  }
  return (
    <Card className="pb-4">
      <CardHeading>{`${m.title()} · ${of.name}`}</CardHeading>
      <div className="space-y-3 px-4">
        <p className="text-mute">{m.intro()}</p>
        {of.away > 0 && <Notice tone="warn">{m.away({ count: of.away })}</Notice>}
        <Facts
          facts={[
            [m.address(), of.address],
            [
              m.root(),
              of.roots.map((it) => (
                <span key={it.fingerprint} className="block break-words">
                  {m.until({
                    name: it.subject,
                    date: formatDate(dayOf(new Date(it.valid_to), organization.time_zone)),
                  })}
                </span>
              )),
            ],
            [m.month(), m.tally({ signed: of.signed, waiting: of.waiting, refused: of.refused, failed: of.failed })],
          ]}
        />
      </div>
    </Card>
  );
}

/** In a few words how the customer's signature at a provider stands. */
export function standing(of: Request | undefined, at: (instant: string) => string): string | undefined {
  if (!of) return undefined;
  const reasons: Record<string, () => string> = { silent: m.silent, not_taken: m.notTaken, away: m.awayNow };
  const reason = (of.reason && (reasons[of.reason]?.() ?? of.reason)) || m.notTaken();
  const words: Record<string, () => string> = {
    asking: () => (of.reason === "away" ? m.awayNow() : m.asking()),
    waiting: () => m.waiting({ who: of.by, at: at(of.at) }),
    signed: () => m.signed({ at: at(of.ended_at ?? of.at) }),
    refused: () => m.refused({ reason }),
    failed: () => m.failed({ reason }),
    cancelled: () => m.cancelled({ at: at(of.ended_at ?? of.at) }),
  };
  const ref = of.provider_ref ? ` (${of.provider_ref})` : "";
  return `${words[of.state]?.() ?? of.state}${ref}`;
}
