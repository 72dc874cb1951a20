import { useMutation } from "@tanstack/react-query";
import { post } from "../api/client";
import type { Attachment } from "../api/types";
import { FormModal } from "../ui/FormModal";
import * as m from "./messages";

/** Asks once more before a file is taken back. */
export function WithdrawFile({ file, onClose, onDone }: { file: Attachment; onClose: () => void; onDone: () => void }) {
  const withdraw = useMutation({
    mutationFn: () => post(`/attachments/${file.id}/withdrawal`),
    onSuccess: onDone,
  });
  return (
    <FormModal
      title={m.withdraw()}
      action={m.withdraw()}
      look="danger"
      busy={withdraw.isPending}
      error={withdraw.error}
      onClose={onClose}
      onSubmit={() => withdraw.mutate()}
    >
      <p className="break-words">{m.withdrawAsk({ name: file.name })}</p>
    </FormModal>
  );
}
