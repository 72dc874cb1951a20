import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";

type Bundle = components["schemas"]["BackofficeBundle"];

/** Gives up the bytes of a bundle whose time is over, with the reason on record. */
export function Dispose({ bundle, onDone }: { bundle: Bundle; onDone: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const dispose = useMutation({
    mutationFn: () => post<Bundle>(`/archive/${bundle.id}/disposal`, { reason: reason.trim() }, newIntent()),
    onSuccess: () => {
      toast(m.disposeDone({ no: bundle.bundle_no }));
      void client.invalidateQueries({ queryKey: ["list"] });
      onDone();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    dispose.mutate();
  }
  return (
    <form className="space-y-3 border-t border-line pt-4" onSubmit={submit}>
      <p>{m.disposeText()}</p>
      <TextArea
        label={m.reason()}
        required
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <WriteFailure error={dispose.error} />
      <Button
        look="danger"
        type="submit"
        busy={dispose.isPending}
        disabled={!reason.trim()}
        aria-label={m.disposeNamed({ no: bundle.bundle_no })}
      >
        {m.dispose()}
      </Button>
    </form>
  );
}
