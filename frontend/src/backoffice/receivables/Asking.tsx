import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { get, post } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import * as record from "../../shared/receivables/messages";
import { RoundList } from "../../shared/receivables/RoundList";
import type { RoundPage } from "../../shared/receivables/types";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Modal } from "../../shared/ui/Modal";
import { Notice, WriteFailure } from "../../shared/ui/states";
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
  const [reason, setReason] = useState("");
  const withdraw = useMutation({
    mutationFn: () =>
      post<Draft>(`/drafts/${draft.id}/withdrawal`, { row_version: draft.row_version, reason: reason.trim() }),
    onSuccess: (next) => {
      client.setQueryData(["draft", draft.id], next);
      void client.invalidateQueries({ queryKey: ["list"] });
      toast(m.takenBack());
    },
    onError: reread,
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    withdraw.mutate();
  }
  return (
    <>
      <Button disabled={!draft.actions.withdraw?.allowed} onClick={() => setOpen(true)}>
        {m.takeBack()}
      </Button>
      {open && (
        <Modal
          title={m.takeBackTitle()}
          onClose={() => setOpen(false)}
          footer={
            <>
              <Button onClick={() => setOpen(false)}>{shared.cancel()}</Button>
              <Button look="primary" type="submit" form="take-back" busy={withdraw.isPending} disabled={!reason.trim()}>
                {m.takeBack()}
              </Button>
            </>
          }
        >
          <form id="take-back" onSubmit={submit} className="space-y-3">
            <p>{m.takeBackText()}</p>
            <TextArea
              label={m.reason()}
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <WriteFailure error={withdraw.error} />
          </form>
        </Modal>
      )}
    </>
  );
}
