import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { ReasonModal } from "../../shared/ui/FormModal";
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
  const [intent] = useState(newIntent);
  const decline = useMutation({
    mutationFn: (reason: string) => post<FinalizationView>(`/finalizations/${id}/refusal`, { reason }, intent),
    onSuccess: (next) => {
      toast(m.declined());
      onDone(next);
    },
  });
  return (
    <ReasonModal
      title={m.declineTitle()}
      placement="sheet"
      action={m.decline()}
      look="danger"
      busy={decline.isPending}
      error={decline.error}
      label={m.reason()}
      onClose={onClose}
      onGive={decline.mutate}
    >
      <p>{m.declineText()}</p>
    </ReasonModal>
  );
}
