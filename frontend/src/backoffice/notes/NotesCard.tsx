import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { type FormEvent, useState } from "react";
import { get, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { MentionArea, namedIn, useColleagues } from "./MentionArea";
import * as m from "./messages";

type Notes = components["schemas"]["BackofficeNoteList"];

/** Notes among staff about a customer or a statement. */
export default function NotesCard({ of, id }: { of: "customers" | "statements"; id: string }) {
  const path = `/${of}/${id}/notes`;
  const client = useQueryClient();
  const { organization } = useSession();
  const colleagues = useColleagues();
  const [text, setText] = useState("");
  const { data, error, refetch } = useQuery({
    queryKey: ["notes", path],
    queryFn: ({ signal }) => get<Notes>(path, signal),
  });
  const add = useMutation({
    mutationFn: () => post<Notes>(path, { text: text.trim(), mentions: namedIn(text, colleagues).map((it) => it.id) }),
    onSuccess: (next) => {
      client.setQueryData(["notes", path], next);
      setText("");
      toast(m.added());
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim()) add.mutate();
  }
  return (
    <Card className="no-print mt-4">
      <CardHeading>
        <span className="inline-flex items-center gap-1.5">
          <Lock className="size-4 text-hold" aria-hidden="true" />
          {m.title()}
        </span>
      </CardHeading>
      <div className="space-y-3 px-4 pb-4">
        <p className="text-mute">{m.hint()}</p>
        <Listed list={{ items: data?.items, error, refetch }} rows={2} empty={<p className="text-mute">{m.none()}</p>}>
          {(items) => (
            <ul className="space-y-2">
              {items.map((it) => (
                <li key={it.id} className="rounded-md border border-dashed border-hold bg-hold-bg px-3 py-2">
                  <p className="text-mute">
                    {it.author_name} · {formatInstant(it.created_at, organization.time_zone)}
                  </p>
                  <p className="break-words whitespace-pre-wrap">{it.text}</p>
                  {it.mentions && <p className="text-mute">{m.to({ names: it.mentions })}</p>}
                </li>
              ))}
            </ul>
          )}
        </Listed>
        {data?.actions.add?.allowed && (
          <form onSubmit={submit} className="space-y-2">
            <MentionArea
              aria-label={m.write()}
              placeholder={m.writeHint()}
              rows={2}
              maxLength={4000}
              value={text}
              onText={setText}
              colleagues={colleagues}
              className="block w-full resize-y rounded-md border border-edge bg-surface px-3 py-2"
            />
            <WriteFailure error={add.error} />
            <Button type="submit" busy={add.isPending} disabled={!text.trim()}>
              {m.add()}
            </Button>
          </form>
        )}
      </div>
    </Card>
  );
}
