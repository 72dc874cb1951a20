import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { ReasonModal } from "../../shared/ui/FormModal";
import { toast } from "../../shared/ui/toast";
import { flagsPath, type PayerFlag, payerOf } from "./data";
import * as m from "./messages";

/** Says, with the ground for it, that somebody else may have paid. */
export function Release({ flag, onClose }: { flag: PayerFlag; onClose: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const release = useMutation({
    mutationFn: (reason: string) => post<PayerFlag>(`${flagsPath}/${flag.document_id}/release`, { reason }, intent),
    onSuccess: () => {
      void client.invalidateQueries();
      toast(m.done());
      onClose();
    },
  });
  return (
    <ReasonModal
      title={m.releaseTitle()}
      action={m.release()}
      busy={release.isPending}
      error={release.error}
      label={m.reason()}
      onClose={onClose}
      onGive={release.mutate}
    >
      <p>{m.releaseHint({ payer: payerOf(flag), name: flag.customer.name })}</p>
    </ReasonModal>
  );
}
