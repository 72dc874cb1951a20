import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import type { Proof } from "../../shared/proofs/data";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";

/** Asks before a file is taken away; beside a posted document also why. */
export function RemoveProof({
  file,
  posted,
  onRemoved,
  onClose,
}: {
  file: Proof;
  posted: boolean;
  onRemoved: () => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const remove = useMutation({
    mutationFn: () => post<Proof>(`/proofs/${file.id}/removal`, { reason: reason.trim() }),
    onSuccess: () => {
      onRemoved();
      toast(m.gone());
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    remove.mutate();
  }
  return (
    <Modal
      title={m.removeTitle({ name: file.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button
            look="danger"
            type="submit"
            form="remove-proof"
            busy={remove.isPending}
            disabled={posted && !reason.trim()}
          >
            {m.remove()}
          </Button>
        </>
      }
    >
      <form id="remove-proof" onSubmit={submit} className="space-y-4">
        <p>{m.removeText()}</p>
        <TextArea
          label={m.reason()}
          required={posted}
          maxLength={400}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <WriteFailure error={remove.error} />
      </form>
    </Modal>
  );
}
