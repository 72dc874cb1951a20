import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
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
  const [note, setNote] = useState("");
  const send = useMutation({
    mutationFn: () => post(path, { ...body, note: note.trim() }, intent),
    onSuccess: () => {
      toast(said);
      onClose();
      onDone();
      void client.invalidateQueries();
    },
  });
  return (
    <Modal title={title} onClose={onClose}>
      <form
        className="grid gap-3"
        onSubmit={(it) => {
          it.preventDefault();
          if (note.trim()) send.mutate();
        }}
      >
        {hint && <p className="text-mute">{hint}</p>}
        <TextArea
          label={m.reason()}
          required
          maxLength={400}
          value={note}
          onChange={(it) => setNote(it.target.value)}
        />
        <WriteFailure error={send.error} />
        <Button type="submit" look="primary" busy={send.isPending} disabled={!note.trim()}>
          {button}
        </Button>
      </form>
    </Modal>
  );
}
