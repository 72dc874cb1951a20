import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import type { BankLine } from "../bank/types";
import * as m from "./messages";

/** Puts a line away that is no customer's payment, with the reason. */
export function AsideDialog({ line, onClose, onDone }: { line: string; onClose: () => void; onDone: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [reason, setReason] = useState("");
  const mark = useMutation({
    mutationFn: () => post<BankLine>(`/bank/lines/${line}/aside`, { aside: true, reason }, intent),
    onSuccess: () => {
      toast(m.asideDone());
      onClose();
      onDone();
      void client.invalidateQueries();
    },
  });
  return (
    <Modal title={m.asideTitle()} onClose={onClose}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim()) mark.mutate();
        }}
      >
        <p className="text-mute">{m.asideHint()}</p>
        <TextField
          label={m.reason()}
          value={reason}
          maxLength={400}
          data-autofocus=""
          onChange={(event) => setReason(event.target.value)}
        />
        <WriteFailure error={mark.error} />
        <Button type="submit" look="primary" busy={mark.isPending} disabled={!reason.trim()}>
          {m.setAside()}
        </Button>
      </form>
    </Modal>
  );
}
