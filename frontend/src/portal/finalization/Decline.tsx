import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import type { FinalizationView } from "./data";
import * as m from "./messages";

/** Why it is not signed. */
export function Decline({
  id,
  onClose,
  onDone,
}: {
  id: string;
  onClose: () => void;
  onDone: (next: FinalizationView) => void;
}) {
  const [reason, setReason] = useState("");
  const [intent] = useState(newIntent);
  const decline = useMutation({
    mutationFn: () => post<FinalizationView>(`/finalizations/${id}/refusal`, { reason: reason.trim() }, intent),
    onSuccess: (next) => {
      toast(m.declined());
      onDone(next);
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    decline.mutate();
  }
  return (
    <Modal
      placement="sheet"
      title={m.declineTitle()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="danger" type="submit" form="decline" busy={decline.isPending} disabled={!reason.trim()}>
            {m.decline()}
          </Button>
        </>
      }
    >
      <form id="decline" onSubmit={submit} className="space-y-4">
        <p>{m.declineText()}</p>
        <TextArea
          label={m.reason()}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <WriteFailure error={decline.error} />
      </form>
    </Modal>
  );
}
