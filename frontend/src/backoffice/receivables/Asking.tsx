import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../../shared/api/client";
import * as record from "../../shared/receivables/messages";
import { RoundList } from "../../shared/receivables/RoundList";
import type { RoundPage } from "../../shared/receivables/types";
import { Button } from "../../shared/ui/Button";
import { ReasonModal } from "../../shared/ui/FormModal";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Notice } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import type { Draft } from "../drafts/data";
import * as m from "./messages";

/** What the customer was asked about a draft; nothing where it never was. */
export function Rounds({ draft }: { draft: Draft }) {
  const { data } = useQuery({
    queryKey: ["confirmations", draft.id, draft.row_version],
    queryFn: ({ signal }) => get<RoundPage>(`/drafts/${draft.id}/confirmations`, signal),
    enabled: draft.kind === "receivable",
  });
  return (
    <>
      {draft.state === "confirming" && <Notice tone="info">{m.next()}</Notice>}
      {data && data.items.length > 0 && (
        <Card>
          <CardHeading>{record.record()}</CardHeading>
          <RoundList rounds={[...data.items].reverse()} />
        </Card>
      )}
    </>
  );
}

/** Takes back what the customer is asked, with the reason it will read. */
export function TakeBack({ draft, reread }: { draft: Draft; reread: () => void }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const withdraw = useMutation({
    mutationFn: (reason: string) =>
      post<Draft>(`/drafts/${draft.id}/withdrawal`, { row_version: draft.row_version, reason }),
    onSuccess: (next) => {
      client.setQueryData(["draft", draft.id], next);
      void client.invalidateQueries({ queryKey: ["list"] });
      toast(m.takenBack());
    },
    onError: reread,
  });
  return (
    <>
      <Button disabled={!draft.actions.withdraw?.allowed} onClick={() => setOpen(true)}>
        {m.takeBack()}
      </Button>
      {open && (
        <ReasonModal
          title={m.takeBackTitle()}
          action={m.takeBack()}
          busy={withdraw.isPending}
          error={withdraw.error}
          label={m.reason()}
          onClose={() => setOpen(false)}
          onGive={withdraw.mutate}
        >
          <p>{m.takeBackText()}</p>
        </ReasonModal>
      )}
    </>
  );
}
