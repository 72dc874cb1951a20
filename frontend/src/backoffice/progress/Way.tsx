import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatDate, formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Dot } from "../../shared/ui/Status";
import * as m from "./messages";

type Timeline = components["schemas"]["BackofficeTimeline"];

const words: Record<string, () => string> = {
  issued: m.wayIssued,
  viewed: m.wayViewed,
  reminded: m.wayReminded,
  task: m.wayTask,
  escalation: m.wayEscalation,
  answered: m.wayAnswered,
  agreed: m.wayAgreed,
  cancelled: m.wayCancelled,
};

/** What happened to the version in force, and what comes next with its day; it stops with the answer. */
export default function Way({ id }: { id: string }) {
  const { organization } = useSession();
  const { data } = useQuery({
    queryKey: ["statement", id, "timeline"],
    queryFn: ({ signal }) => get<Timeline>(`/statements/${id}/timeline`, signal),
  });
  if (!data || data.done.length === 0) return null;
  return (
    <Card className="pb-3">
      <CardHeading>{m.way()}</CardHeading>
      <ol className="space-y-1 px-4">
        {data.done.map((it) => (
          <li key={`${it.what}${it.at}`}>
            <Dot tone={it.what === "task" || it.what === "escalation" ? "warn" : "ok"}>
              {words[it.what]?.() ?? it.what}
            </Dot>{" "}
            <span className="num text-mute">{it.at && formatInstant(it.at, organization.time_zone)}</span>
          </li>
        ))}
      </ol>
      {data.held !== "" && (
        <p className="px-4 pt-2 text-mute">{data.held === "disputed" ? m.heldDisputed() : m.heldCredit()}</p>
      )}
      {data.ahead.length > 0 && (
        <>
          <p className="px-4 pt-2 text-mute">{m.wayAhead()}</p>
          <ol className="space-y-1 px-4">
            {data.ahead.map((it) => (
              <li key={`${it.what}${it.on}`}>
                <Dot tone="neutral">{it.what === "reminded" ? m.willRemind() : (words[it.what]?.() ?? it.what)}</Dot>{" "}
                <span className="num text-mute">{it.on && formatDate(it.on)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Card>
  );
}
