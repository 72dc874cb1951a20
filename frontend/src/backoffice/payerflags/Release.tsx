import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { flagsPath, type PayerFlag, payerOf } from "./data";
import * as m from "./messages";

/** Says, with the ground for it, that somebody else may have paid. */
export function Release({ flag, onClose }: { flag: PayerFlag; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [intent] = useState(newIntent);
  const release = useMutation({
    mutationFn: () => post<PayerFlag>(`${flagsPath}/${flag.document_id}/release`, { reason: reason.trim() }, intent),
    onSuccess: () => {
      void client.invalidateQueries();
      toast(m.done());
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    release.mutate();
  }
  return (
    <Modal
      title={m.releaseTitle()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="primary" type="submit" form="release" busy={release.isPending} disabled={!reason.trim()}>
            {m.release()}
          </Button>
        </>
      }
    >
      <form id="release" onSubmit={submit} className="space-y-4">
        <p>{m.releaseHint({ payer: payerOf(flag), name: flag.customer.name })}</p>
        <TextArea
          label={m.reason()}
          required
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
        <WriteFailure error={release.error} />
      </form>
    </Modal>
  );
}
