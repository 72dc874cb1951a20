import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { ReasonModal } from "../../shared/ui/FormModal";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";

interface Props {
  title: string;
  hint?: string;
  button: string;
  said: string;
  path: string;
  body?: object;
  onClose: () => void;
  onDone: () => void;
}

/** One act that needs a reason in words. */
export function NoteDialog({ title, hint, button, said, path, body, onClose, onDone }: Props) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const send = useMutation({
    mutationFn: (note: string) => post(path, { ...body, note }, intent),
    onSuccess: () => {
      toast(said);
      onClose();
      onDone();
      void client.invalidateQueries();
    },
  });
  return (
    <ReasonModal
      title={title}
      action={button}
      busy={send.isPending}
      error={send.error}
      label={m.reason()}
      maxLength={400}
      onClose={onClose}
      onGive={send.mutate}
    >
      {hint && <p className="text-mute">{hint}</p>}
    </ReasonModal>
  );
}
