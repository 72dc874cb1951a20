import { readersInstant } from "../dates";
import { useSession } from "../session";
import { Money } from "../ui/Money";
import { Chip } from "../ui/Status";
import { answerLabel, answerTone } from "./labels";
import * as m from "./messages";
import type { Round } from "./types";

/** The record of rounds: who asked and when, who answered what and when. */
export function RoundList({ rounds }: { rounds: Round[] }) {
  const { organization } = useSession();
  return (
    <ol className="divide-y divide-line">
      {rounds.map((it) => (
        <li key={it.id} className="space-y-1 px-4 py-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
            <span className="flex flex-wrap items-center gap-2 font-medium">
              {m.round({ n: it.round })}
              <Chip tone={answerTone(it)}>{answerLabel(it)}</Chip>
            </span>
            <Money amount={it.gross} currency={it.currency} className="ms-auto font-semibold" />
          </p>
          <p className="text-[0.8125rem] text-mute">
            {m.askedBy({ who: it.asked_by_name })} · {readersInstant(it.asked_at, organization.time_zone)}
          </p>
          {it.answered_at && (
            <p className="text-[0.8125rem] text-mute">
              {answerLabel(it)}: {it.answered_by} · {readersInstant(it.answered_at, organization.time_zone)}
            </p>
          )}
          {it.answer && (
            <p className="break-words whitespace-pre-wrap">
              <span className="text-mute">{m.opinion()}: </span>
              {it.opinion || <span className="text-mute">{m.noOpinion()}</span>}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
