import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { type Proof, type ProofList, proofWord } from "../../shared/proofs/data";
import * as words from "../../shared/proofs/messages";
import { ProofRow } from "../../shared/proofs/ProofRow";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Failure, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { AddProof } from "./AddProof";
import * as m from "./messages";
import { RemoveProof } from "./RemoveProof";

/** The files that prove a document or a draft: seen, added, shown to the customer or kept from it, removed. of is its address. */
export function ProofCard({ of, posted }: { of: string; posted: boolean }) {
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Proof>();
  const key = ["proofs", of];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<ProofList>(`${of}/proofs`, signal),
  });
  const changed = () => void client.invalidateQueries({ queryKey: key });
  const show = useMutation({
    mutationFn: (it: Proof) => post<Proof>(`/proofs/${it.id}/visibility`, { internal: !it.internal }),
    onSuccess: (now) => {
      changed();
      toast(now.internal ? m.nowInternal() : m.nowShown());
    },
  });
  const standing = data?.items.filter((it) => !it.removed_at) ?? [];
  const gone = data?.items.filter((it) => it.removed_at) ?? [];
  const add = data?.actions?.add;
  return (
    <Card className="pb-3">
      <CardHeading
        action={
          add?.allowed && (
            <Button look="quiet" onClick={() => setAdding(true)}>
              {m.add()}
            </Button>
          )
        }
      >
        {words.title()}
      </CardHeading>
      <div className="space-y-3 px-4">
        {error && !data ? (
          <Failure error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <SkeletonRows rows={2} />
        ) : (
          standing.length === 0 && <p className="text-mute">{add?.allowed ? m.none() : m.noneHere()}</p>
        )}
        {standing.length > 0 && (
          <ul className="divide-y divide-line">
            {standing.map((it) => (
              <li key={it.id} className="py-2">
                <ProofRow file={it} />
                <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
                  <Chip tone={it.internal ? "neutral" : "ok"}>{it.internal ? m.internal() : m.shown()}</Chip>
                  {it.sealed && <Chip tone="brand">{m.sealed()}</Chip>}
                  <UploadedBy file={it} />
                </p>
                {it.actions?.remove?.allowed && (
                  <p className="no-print flex flex-wrap">
                    <Button look="quiet" busy={show.isPending} onClick={() => show.mutate(it)}>
                      {it.internal ? m.show() : m.hide()}
                      <span className="sr-only"> {it.name}</span>
                    </Button>
                    <Button look="quiet" onClick={() => setRemoving(it)}>
                      {m.remove()}
                      <span className="sr-only"> {it.name}</span>
                    </Button>
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
        <WriteFailure error={show.error} />
        {gone.length > 0 && (
          <details>
            <summary className="min-h-8 content-center text-mute">{m.removedCount({ count: gone.length })}</summary>
            <ul className="space-y-2 text-mute">
              {gone.map((it) => (
                <li key={it.id}>
                  <span className="break-all">
                    {proofWord(it.kind)} · {it.name}
                  </span>
                  <span className="block break-words">
                    {it.remove_reason
                      ? m.removed({ who: it.removed_by ?? "", why: it.remove_reason })
                      : m.removedNoReason({ who: it.removed_by ?? "" })}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {adding && <AddProof of={of} onAdded={changed} onClose={() => setAdding(false)} />}
      {removing && (
        <RemoveProof file={removing} posted={posted} onRemoved={changed} onClose={() => setRemoving(undefined)} />
      )}
    </Card>
  );
}

function UploadedBy({ file }: { file: Proof }) {
  const { organization } = useSession();
  return (
    <span className="text-[0.8125rem] text-mute">
      {m.by({ who: file.uploaded_by ?? "", when: formatInstant(file.created_at, organization.time_zone) })}
    </span>
  );
}
