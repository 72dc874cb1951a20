import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../shared/api/client";
import { TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
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
  return (
    <FormModal
      title={`${m.replayRange()}: ${channel.name}`}
      action={m.replay()}
      busy={replay.isPending}
      error={replay.error}
      onClose={onClose}
      onSubmit={() => replay.mutate()}
    >
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
    </FormModal>
  );
}
