import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import type { Channel } from "./data";
import * as m from "./messages";

/** Has a stretch of a webhook's messages sent again, each under the id it had. */
export function Replay({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const client = useQueryClient();
  const [form, setForm] = useState({ from: "", to: "" });
  const replay = useMutation({
    mutationFn: () =>
      post<{ count: number }>(`/channels/${channel.id}/replay`, {
        from: new Date(form.from).toISOString(),
        to: new Date(form.to).toISOString(),
      }),
    onSuccess: ({ count }) => {
      void client.invalidateQueries({ queryKey: ["channels"] });
      toast(m.replayed({ count }));
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    replay.mutate();
  }
  return (
    <Modal
      title={`${m.replayRange()}: ${channel.name}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="primary" type="submit" form="replay" busy={replay.isPending}>
            {m.replay()}
          </Button>
        </>
      }
    >
      <form id="replay" onSubmit={submit} className="grid gap-3">
        <p className="text-mute">{m.replayHint()}</p>
        <TextField
          label={m.replayFrom()}
          type="datetime-local"
          required
          value={form.from}
          onChange={(event) => setForm({ ...form, from: event.target.value })}
        />
        <TextField
          label={m.replayTo()}
          type="datetime-local"
          required
          value={form.to}
          onChange={(event) => setForm({ ...form, to: event.target.value })}
        />
        <WriteFailure error={replay.error} />
      </form>
    </Modal>
  );
}
