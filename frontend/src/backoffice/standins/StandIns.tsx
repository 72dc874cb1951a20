import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { type StandIn, standInsKey, type StandIns as View } from "./data";
import * as m from "./messages";
import { NameSheet } from "./NameSheet";

/** Who acts for whom while somebody is away. */
export default function StandIns() {
  const [naming, setNaming] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: standInsKey,
    queryFn: ({ signal }) => get<View>("/stand-ins", signal),
  });
  const name = (
    <Button look="primary" onClick={() => setNaming(true)} disabled={!data}>
      {m.name()}
    </Button>
  );
  return (
    <>
      <PageTitle action={name}>{m.title()}</PageTitle>
      <p className="-mt-2 mb-3 max-w-3xl text-mute">{m.hint()}</p>
      <Card className="overflow-hidden">
        <Listed
          list={{ items: data?.items, error, refetch }}
          rows={4}
          empty={
            <Empty kind="nothing" title={m.none()}>
              {m.noneHint()}
            </Empty>
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {items.map((it) => (
                <Row key={it.id} it={it} />
              ))}
            </ul>
          )}
        </Listed>
      </Card>
      {naming && data && <NameSheet view={data} onClose={() => setNaming(false)} />}
    </>
  );
}

const states = {
  planned: { tone: "brand", word: m.planned },
  running: { tone: "ok", word: m.running },
  ended: { tone: "neutral", word: m.over },
} as const;

function Row({ it }: { it: StandIn }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => post<View>(`/stand-ins/${it.id}/end`, {}),
    onSuccess: (next) => {
      client.setQueryData(standInsKey, next);
      toast(m.ended());
    },
  });
  const state = states[it.state];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <span className="min-w-0 flex-1 basis-56">
        <span className="block font-medium break-words">
          {it.stand_in.name} {m.forWhom({ who: it.person.name })}
        </span>
        <span className="block break-words text-mute">
          <span className="num">
            {it.starts_on} – {it.ends_on}
          </span>
          {it.reason && ` · ${it.reason}`} · {m.by()} {it.named_by}
        </span>
      </span>
      <span className="ms-auto flex items-center gap-3">
        <Dot tone={state.tone}>
          {state.word()}
          {it.ended_by && ` · ${m.overBy({ who: it.ended_by })}`}
        </Dot>
        {it.may_end && (
          <Button
            busy={end.isPending}
            onClick={() => end.mutate()}
            aria-label={m.endOf({ person: it.person.name, standIn: it.stand_in.name })}
          >
            {m.end()}
          </Button>
        )}
      </span>
      <WriteFailure error={end.error} />
    </li>
  );
}
