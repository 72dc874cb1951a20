import { Check, Circle, CircleDot } from "lucide-react";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Card, CardHeading } from "../../shared/ui/Layout";
import * as m from "./messages";
import { roleWord, stepWord } from "./words";

export type Step = components["schemas"]["BackofficeApprovalStep"];
export type Said = components["schemas"]["BackofficeApprovalSaid"];

/** The steps of a document's way: who gave which, whose turn it is, what comes after. */
export function Way({ steps, open }: { steps: Step[]; open: boolean }) {
  const { organization } = useSession();
  const turn = steps.findIndex((it) => !it.by);
  return (
    <ol className="space-y-2">
      {steps.map((it, at) => {
        const now = open && at === turn;
        const Icon = it.by ? Check : now ? CircleDot : Circle;
        return (
          <li key={it.no} className="flex items-start gap-2" aria-current={now ? "step" : undefined}>
            <Icon
              className={`mt-0.5 size-4 shrink-0 ${it.by ? "text-ok" : now ? "text-warn" : "text-mute"}`}
              aria-hidden="true"
            />
            <span className="min-w-0">
              <span className={now ? "font-medium" : undefined}>
                {it.no}. {stepWord(it.name)} · {roleWord(it.role)}
              </span>
              <span className="block break-words text-[0.8125rem] text-mute">
                {it.by
                  ? `${m.given()} · ${it.by}${it.at ? ` · ${formatInstant(it.at, organization.time_zone)}` : ""}`
                  : open && (now ? m.next() : m.later())}
              </span>
              {it.opinion && <span className="block break-words">{it.opinion}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** Everything that was said about a document before it was booked, round by round. */
export function SaidCard({ said }: { said: Said[] }) {
  const { organization } = useSession();
  if (said.length === 0) return null;
  const rounds = new Set(said.map((it) => it.round)).size;
  return (
    <Card className="pb-3">
      <CardHeading>{m.said()}</CardHeading>
      <ul className="divide-y divide-line">
        {said.map((it) => (
          <li key={`${it.round}${it.at}${it.by}`} className="px-4 py-2">
            <span className="flex flex-wrap justify-between gap-x-3">
              <span>
                {rounds > 1 && <span className="text-mute">{m.roundNo({ n: it.round })} · </span>}
                {stepWord(it.name)} · {it.by}
              </span>
              <span className={it.decision === "returned" ? "text-bad" : "text-ok"}>
                {it.decision === "returned" ? m.decidedReturned() : m.decidedApproved()}
              </span>
            </span>
            <span className="block text-[0.8125rem] text-mute">
              {roleWord(it.role)} · {formatInstant(it.at, organization.time_zone)}
            </span>
            {it.opinion && <span className="block break-words">{it.opinion}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
