import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get, query } from "../../shared/api/client";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Dot } from "../../shared/ui/Status";
import { type IssuePage, stateTone, stateWord } from "./data";
import * as m from "./messages";
import { RaiseLink } from "./RaiseLink";

/** The issues that were raised from a dispute or a statement. */
export default function IssuesCard({ of, id }: { of: "dispute_id" | "statement_id"; id: string }) {
  const { data } = useQuery({
    queryKey: ["list", "/issues", of, id],
    queryFn: ({ signal }) => get<IssuePage>(`/issues${query({ [of]: id, state: "all", limit: 50 })}`, signal),
  });
  if (!data) return null;
  return (
    <Card className="no-print mt-4 pb-3">
      <CardHeading
        action={
          <RaiseLink about={{ [of]: id }} className="flex min-h-8 items-center px-2 text-brand hover:underline" />
        }
      >
        {m.cardTitle()}
      </CardHeading>
      {data.items.length === 0 ? (
        <p className="px-4 text-mute">{m.cardNone()}</p>
      ) : (
        <ul>
          {data.items.map((it) => (
            <li key={it.id} className="px-4 py-1">
              <Link href={`/console/issues/${it.id}`} className="text-brand hover:underline">
                {it.title}
              </Link>
              <span className="flex flex-wrap gap-x-3 text-mute">
                <Dot tone={stateTone(it.state)}>{stateWord(it.state)}</Dot>
                {it.owner.name} <span className="num">{it.due_on}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
