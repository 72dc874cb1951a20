import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { CopyButton } from "../../shared/ui/CopyButton";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import { Dot } from "../../shared/ui/Status";
import { Empty, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { ChannelForm } from "./ChannelForm";
import { type Channel, type ChannelList, type ChannelSecret, channelLabel } from "./data";
import * as m from "./messages";
import { Replay } from "./Replay";

export const channelsKey = ["channels"];

/** Webhooks and robots: what is told to them, and how it goes. */
export function Channels() {
  const list = useQuery({ queryKey: channelsKey, queryFn: ({ signal }) => get<ChannelList>("/channels", signal) });
  const [edited, setEdited] = useState<Channel | "new">();
  const [secret, setSecret] = useState("");
  return (
    <Card className="pb-3">
      <CardHeading action={<Button onClick={() => setEdited("new")}>{m.addChannel()}</Button>}>
        {m.channels()}
      </CardHeading>
      <p className="px-4 pb-2 text-mute">{m.channelsHint()}</p>
      <Listed
        list={{ ...list, items: list.data?.items }}
        rows={2}
        empty={<Empty kind="nothing" title={m.noChannels()} />}
      >
        {(items) => (
          <ul className="divide-y divide-line">
            {items.map((it) => (
              <Row key={it.id} channel={it} onEdit={() => setEdited(it)} onSecret={setSecret} />
            ))}
          </ul>
        )}
      </Listed>
      {edited && list.data && (
        <ChannelForm
          channel={edited === "new" ? undefined : edited}
          kinds={list.data.kinds}
          onClose={() => setEdited(undefined)}
          onSecret={setSecret}
        />
      )}
      {secret && (
        <Modal
          title={m.secretTitle()}
          onClose={() => setSecret("")}
          footer={
            <Button look="primary" onClick={() => setSecret("")}>
              {shared.close()}
            </Button>
          }
        >
          <p>{m.secretOnce()}</p>
          <p className="mt-3 flex items-center gap-2 rounded-(--radius-control) bg-sunken p-3">
            <code className="min-w-0 flex-1 font-mono break-all select-all">{secret}</code>
            <CopyButton value={secret} label={m.secretTitle()} />
          </p>
        </Modal>
      )}
    </Card>
  );
}

function Row({
  channel,
  onEdit,
  onSecret,
}: {
  channel: Channel;
  onEdit: () => void;
  onSecret: (secret: string) => void;
}) {
  const client = useQueryClient();
  const { organization } = useSession();
  const [replaying, setReplaying] = useState(false);
  const test = useMutation({
    mutationFn: () => post(`/channels/${channel.id}/test`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: channelsKey });
      toast(m.testSent());
    },
  });
  const replace = useMutation({
    mutationFn: () => post<ChannelSecret>(`/channels/${channel.id}/secret`),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: channelsKey });
      onSecret(made.secret);
    },
  });
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-medium break-words">
          {channel.name} <span className="font-normal text-mute">{channelLabel(channel.kind)}</span>
        </p>
        <Dot tone={channel.active ? "ok" : "neutral"}>{channel.active ? m.active() : m.inactive()}</Dot>
      </div>
      <p className="text-mute break-all">{channel.address}</p>
      <p className="text-[0.8125rem] text-mute">
        {m.channelCounts({ sent: channel.sent, failed: channel.failed })}
        {channel.last_at && ` · ${m.lastSent({ at: formatInstant(channel.last_at, organization.time_zone) })}`}
      </p>
      {channel.former_until && (
        <p className="text-[0.8125rem] text-warn">
          {m.formerSigns({ at: formatInstant(channel.former_until, organization.time_zone) })}
        </p>
      )}
      <div className="mt-1 flex flex-wrap items-center gap-1">
        <Button look="quiet" disabled={!channel.active} busy={test.isPending} onClick={() => test.mutate()}>
          {m.test()}
        </Button>
        <Button look="quiet" onClick={onEdit}>
          {shared.edit()}
        </Button>
        {channel.kind === "webhook" && (
          <Button look="quiet" busy={replace.isPending} onClick={() => replace.mutate()}>
            {m.newSecret()}
          </Button>
        )}
        {channel.kind === "webhook" && (
          <Button look="quiet" disabled={!channel.active} onClick={() => setReplaying(true)}>
            {m.replayRange()}
          </Button>
        )}
        <Link
          href={`/console/deliveries?channel_id=${channel.id}`}
          className="px-3 font-medium text-brand hover:underline"
        >
          {m.lastDeliveries()}
        </Link>
      </div>
      {replaying && <Replay channel={channel} onClose={() => setReplaying(false)} />}
      <WriteFailure error={test.error ?? replace.error} />
    </li>
  );
}
