import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../shared/api/client";
import type { Review } from "../../shared/api/types";
import { readersInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { ReasonModal } from "../../shared/ui/FormModal";
import { Card } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as root from "../pages/messages";
import * as m from "./messages";

/** Answers that wait for a second person, each with what this reader may do about it. */
export default function ReviewNotes({ reviews }: { reviews: Review[] }) {
  return (
    <ul className="mb-3 space-y-3">
      {reviews.map((it) => (
        <li key={it.id}>
          <Note review={it} />
        </li>
      ))}
    </ul>
  );
}

function Note({ review: it }: { review: Review }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const [returning, setReturning] = useState(false);
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body?: unknown; said: string }) =>
      post<Review>(`/reviews/${it.id}/${path}`, body ?? {}),
    onSuccess: (_, { said }) => {
      setReturning(false);
      toast(said);
    },
    // Approved here or decided elsewhere meanwhile: what is shown is fetched anew.
    onSettled: () => {
      for (const key of ["statement", "dispute", "reviews", "home", "list"]) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
  const may = it.actions.approve?.allowed;
  return (
    <Card className="border-hold p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Chip tone="hold">{m.waits()}</Chip>
        <span className="text-[0.8125rem] text-mute">{readersInstant(it.made_at, organization.time_zone)}</span>
      </div>
      <p className="mt-2 font-medium break-words">{sentence(it)}</p>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-3 text-mute">
        <Money amount={it.amount} currency={it.currency} className="font-semibold text-ink" />
        {it.kind === "confirmation" && <span className="break-words">{m.lines({ lines: ranges(it.lines) })}</span>}
      </p>
      {it.remark && <p className="mt-1 break-words">{root.quoted({ text: it.remark })}</p>}
      <div className="mt-3 flex flex-wrap gap-2">
        {may && (
          <>
            <Button
              look="primary"
              busy={act.isPending && act.variables?.path === "approval"}
              onClick={() => act.mutate({ path: "approval", said: m.approved() })}
            >
              {m.approve()}
            </Button>
            <Button onClick={() => setReturning(true)}>{m.sendBack()}</Button>
          </>
        )}
        {it.mine && it.actions.withdraw?.allowed && (
          <Button busy={act.isPending} onClick={() => act.mutate({ path: "withdrawal", said: m.withdrawn() })}>
            {m.takeBack()}
          </Button>
        )}
      </div>
      {!returning && <WriteFailure error={act.error} />}
      {returning && (
        <ReasonModal
          placement="sheet"
          title={m.returnTitle({ who: it.made_by })}
          action={m.sendBack()}
          label={m.reason()}
          hint={m.reasonHint()}
          error={act.error}
          busy={act.isPending}
          onClose={() => setReturning(false)}
          onGive={(reason) => act.mutate({ path: "return", body: { reason }, said: m.returned({ who: it.made_by }) })}
        />
      )}
    </Card>
  );
}

function sentence(it: Review): string {
  const who = it.made_by;
  const count = it.lines.length;
  const may = it.actions.approve?.allowed;
  if (it.kind === "acceptance") {
    return it.mine ? m.yesByMe() : may ? m.yesByOther({ who }) : m.yesByOtherReadOnly({ who });
  }
  return it.mine ? m.byMe({ count }) : may ? m.byOther({ who, count }) : m.byOtherReadOnly({ who, count });
}

/** Line numbers in short: 1–4, 7. */
function ranges(lines: number[]): string {
  const runs: [number, number][] = [];
  for (const no of lines) {
    const run = runs.at(-1);
    if (run && run[1] === no - 1) run[1] = no;
    else runs.push([no, no]);
  }
  const shown = runs.slice(0, 12).map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  return shown.join(", ") + (runs.length > 12 ? " …" : "");
}
