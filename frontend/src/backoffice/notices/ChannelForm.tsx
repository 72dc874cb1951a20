import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, post, put } from "../../shared/api/client";
import { RadioCards, TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Check } from "../settings/Check";
import { channelsKey } from "./Channels";
import { type Channel, type ChannelSecret, kindLabel } from "./data";
import * as m from "./messages";

/** A channel to add, or one to change. */
export function ChannelForm({
  channel,
  kinds,
  onClose,
  onSecret,
}: {
  channel?: Channel;
  kinds: string[];
  onClose: () => void;
  onSecret: (secret: string) => void;
}) {
  const client = useQueryClient();
  const [kind, setKind] = useState<"webhook" | "wecom">(channel?.kind === "wecom" ? "wecom" : "webhook");
  const [name, setName] = useState(channel?.name ?? "");
  const [address, setAddress] = useState("");
  const [chosen, setChosen] = useState<string[]>(channel?.kinds ?? []);
  const [active, setActive] = useState(channel?.active ?? true);
  const save = useMutation({
    mutationFn: () => {
      const said = { name: name.trim(), address: address.trim() || undefined, kinds: chosen };
      return channel
        ? put(`/channels/${channel.id}`, { ...said, active })
        : post<ChannelSecret>("/channels", { ...said, kind });
    },
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: channelsKey });
      toast(m.saved());
      onClose();
      const secret = (made as ChannelSecret | undefined)?.secret;
      if (secret) onSecret(secret);
    },
  });
  const faults = save.error instanceof ApiError ? save.error.problem.fields : undefined;
  const fault = (field: string) => faults?.find((it) => it.field === field)?.message;
  return (
    <FormModal
      title={channel ? channel.name : m.addChannel()}
      action={channel ? m.save() : m.add()}
      busy={save.isPending}
      ready={name.trim() !== "" && (channel !== undefined || address.trim() !== "")}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      {!channel && (
        <RadioCards
          legend={m.kind()}
          name="kind"
          columns
          choices={[
            { value: "webhook", label: m.webhook() },
            { value: "wecom", label: m.wecom() },
          ]}
          value={kind}
          onChange={setKind}
        />
      )}
      <TextField label={m.name()} required maxLength={100} value={name} onChange={(e) => setName(e.target.value)} />
      <TextField
        label={m.address()}
        type="url"
        required={!channel}
        error={fault("address")}
        hint={channel ? m.addressStays() : kind === "wecom" ? m.robotHint() : m.addressHint()}
        value={address}
        onChange={(e) => setAddress(e.target.value)}
      />
      <fieldset>
        <legend className="font-medium">{m.events()}</legend>
        <p className="text-[0.8125rem] text-mute">{m.eventsHint()}</p>
        <div className="grid sm:grid-cols-2">
          {kinds.map((it) => (
            <Check
              key={it}
              label={kindLabel(it)}
              checked={chosen.includes(it)}
              onChange={(on) => setChosen((now) => (on ? [...now, it] : now.filter((other) => other !== it)))}
            />
          ))}
        </div>
      </fieldset>
      {channel && <Check label={m.active()} checked={active} onChange={setActive} />}
      {!fault("address") && <WriteFailure error={save.error} />}
    </FormModal>
  );
}
