import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { ReasonModal } from "../../shared/ui/FormModal";
import { toast } from "../../shared/ui/toast";
import type { BankLine } from "../bank/types";
import * as m from "./messages";

/** Puts a line away that is no customer's payment, with the reason. */
export function AsideDialog({ line, onClose, onDone }: { line: string; onClose: () => void; onDone: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const mark = useMutation({
    mutationFn: (reason: string) => post<BankLine>(`/bank/lines/${line}/aside`, { aside: true, reason }, intent),
    onSuccess: () => {
      toast(m.asideDone());
      onClose();
      onDone();
      void client.invalidateQueries();
    },
  });
  return (
    <ReasonModal
      title={m.asideTitle()}
      action={m.setAside()}
      busy={mark.isPending}
      error={mark.error}
      label={m.reason()}
      maxLength={400}
      onClose={onClose}
      onGive={mark.mutate}
    >
      <p className="text-mute">{m.asideHint()}</p>
    </ReasonModal>
  );
}
