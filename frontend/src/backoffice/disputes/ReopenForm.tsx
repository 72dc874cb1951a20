import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../shared/api/client";
import type { DisputeView } from "../../shared/api/types";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { disputeKey } from "./DisputePanel";
import * as d from "./messages";

/** Takes a closed dispute up again, with the reason that both sides will read. */
export function ReopenForm({ dispute }: { dispute: DisputeView }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const reopen = useMutation({
    mutationFn: () =>
      post<DisputeView>(`/disputes/${dispute.id}/reopening`, {
        row_version: dispute.row_version,
        reason: reason.trim(),
      }),
    onSuccess: (view) => {
      client.setQueryData(disputeKey(view.id), view);
      for (const key of ["list", "statement", "work"]) void client.invalidateQueries({ queryKey: [key] });
      toast(d.reopened());
    },
  });
  if (!asking) {
    return (
      <Button className="w-full" onClick={() => setAsking(true)}>
        {d.reopen()}
      </Button>
    );
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    reopen.mutate();
  }
  return (
    <form onSubmit={submit} className="space-y-3">
      <TextArea
        label={d.reopenReason()}
        hint={d.reopenHint()}
        required
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <WriteFailure error={reopen.error} />
      <Button look="primary" type="submit" className="w-full" busy={reopen.isPending} disabled={!reason.trim()}>
        {d.reopen()}
      </Button>
    </form>
  );
}
