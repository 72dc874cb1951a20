import { Link } from "wouter";
import type { Page } from "../../shared/api/types";
import { formatInstantShort } from "../../shared/dates";
import { useList } from "../../shared/lists";
import { useSession } from "../../shared/session";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Outcome, Repeat } from "./DeliveryTable";
import { channelLabel, type Delivery, deliveryState, kindLabel } from "./data";
import * as m from "./messages";

const shownAtOnce = 8;

/** Who was told of one statement: beside its lines, the newest first. */
export default function StatementDeliveries({ id }: { id: string }) {
  const { organization } = useSession();
  const list = useList<Page<Delivery>>("/deliveries", { statement_id: id });
  const now = new Date();
  const instant = (at: string) => formatInstantShort(at, organization.time_zone, now);
  return (
    <Card className="pb-3">
      <CardHeading
        action={
          <Link href={`/console/deliveries?statement_id=${id}`} className="px-2 text-brand hover:underline">
            {m.allOf()}
          </Link>
        }
      >
        {m.title()}
      </CardHeading>
      <Listed list={list} rows={3} empty={<p className="px-4 py-1 text-mute">{m.noneOfStatement()}</p>}>
        {(items) => (
          <ul>
            {items.slice(0, shownAtOnce).map((it) => {
              const [tone, word] = deliveryState(it.state);
              return (
                <li key={it.id} className="px-4 py-1.5">
                  <div className="flex flex-wrap items-center justify-between gap-x-3">
                    <span className="min-w-0 break-words">
                      {kindLabel(it.kind)} · {it.name}
                    </span>
                    <Dot tone={tone}>{word}</Dot>
                  </div>
                  <p className="break-words text-[0.8125rem] text-mute">
                    {channelLabel(it.channel)} · {it.address} · {instant(it.sent_at ?? it.created_at)} ·{" "}
                    <Outcome delivery={it} instant={instant} />
                  </p>
                  {it.may_repeat && (it.state === "failed" || it.state === "bounced") && <Repeat delivery={it} />}
                </li>
              );
            })}
          </ul>
        )}
      </Listed>
    </Card>
  );
}
