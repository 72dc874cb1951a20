import { useMutation } from "@tanstack/react-query";
import { post } from "../api/client";
import type { Attachment } from "../api/types";
import * as shared from "../messages";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { WriteFailure } from "../ui/states";
import * as m from "./messages";

/** Asks once more before a file is taken back. */
export function WithdrawFile({ file, onClose, onDone }: { file: Attachment; onClose: () => void; onDone: () => void }) {
  const withdraw = useMutation({
    mutationFn: () => post(`/attachments/${file.id}/withdrawal`),
    onSuccess: onDone,
  });
  return (
    <Modal
      title={m.withdraw()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="danger" busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {m.withdraw()}
          </Button>
        </>
      }
    >
      <p className="break-words">{m.withdrawAsk({ name: file.name })}</p>
      <WriteFailure error={withdraw.error} />
    </Modal>
  );
}
