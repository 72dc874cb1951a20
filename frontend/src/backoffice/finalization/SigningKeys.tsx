import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { apiPath, get, newIntent, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { ReasonModal } from "../../shared/ui/FormModal";
import { Card, CardHeading, Facts, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Chip } from "../../shared/ui/Status";
import { Empty, Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { base64 } from "../esign/base64";
import { Provider } from "../esign/Provider";
import { Sm2 } from "../esign/Sm2";
import { keyStateLabel, keyStateTone, type SigningKey, type SigningKeys, sourceLabel, useLabel } from "./data";
import * as m from "./messages";

/** The certificates that statements are sealed with. */
export default function Keys() {
  const [revoking, setRevoking] = useState<SigningKey>();
  const { data, error, refetch } = useQuery({
    queryKey: ["signing-keys"],
    queryFn: ({ signal }) => get<SigningKeys>("/signing-keys", signal),
  });
  return (
    <>
      <PageTitle>{m.keysTitle()}</PageTitle>
      <div className="space-y-4">
        <Notice tone="info">{m.keysIntro()}</Notice>
        {data?.token && <Notice tone="ok">{m.tokenOn()}</Notice>}
        {data?.timestamp && <Notice tone="ok">{m.timestampOn()}</Notice>}
        <Card className="pb-2">
          <CardHeading
            action={
              data?.items.some((it) => it.use === "authority") && (
                <a
                  className="flex min-h-8 items-center px-2 text-brand hover:underline"
                  href={apiPath("/signing-authority.pem")}
                  download
                >
                  {m.root()}
                </a>
              )
            }
          >
            {m.keysTitle()}
          </CardHeading>
          <Listed
            list={{ items: data?.items, error, refetch }}
            empty={
              <Empty kind="nothing" title={m.noKeys()}>
                {m.noKeysHint()}
              </Empty>
            }
          >
            {(items) => (
              <ul className="divide-y divide-line">
                {items.map((it) => (
                  <KeyRow key={it.id} of={it} onRevoke={() => setRevoking(it)} />
                ))}
              </ul>
            )}
          </Listed>
        </Card>
        <AddKey />
        {data && <Sm2 has={data.items.some((it) => it.use === "sm2" && it.current)} />}
        {data && <Provider of={data.esign_provider} />}
      </div>
      {revoking && <Revoke of={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

function KeyRow({ of, onRevoke }: { of: SigningKey; onRevoke: () => void }) {
  const { organization } = useSession();
  const live = of.state === "in_force" || of.state === "ending" || of.state === "expired";
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{useLabel[of.use]?.()}</h3>
        <Chip tone={keyStateTone(of.state)}>{keyStateLabel(of.state)}</Chip>
        {of.current && <span className="text-mute">{m.current()}</span>}
        {(of.use === "seller" || of.use === "sm2") && live && (
          <Button look="quiet" className="ms-auto" onClick={onRevoke}>
            {m.revoke()}
          </Button>
        )}
      </div>
      <p className="break-words">
        {of.subject} <span className="text-mute">{sourceLabel[of.source]?.()}</span>
      </p>
      <Facts
        facts={[
          [m.validTo(), formatInstant(of.valid_to, organization.time_zone)],
          [m.issuer(), of.issuer],
          [
            m.serial(),
            <span key="s" className="break-all">
              {of.serial}
            </span>,
          ],
          [m.made(), of.use === "seller" && text(of.signatures)],
          [m.reason(), of.end_reason],
        ]}
      />
    </li>
  );
}

function AddKey() {
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [password, setPassword] = useState("");
  const add = useMutation({
    mutationFn: async (chosen: File) =>
      post<SigningKeys>("/signing-keys", { file: await base64(chosen), password }, newIntent()),
    onSuccess: (next) => {
      client.setQueryData(["signing-keys"], next);
      toast(m.added());
      setFile(undefined);
      setPassword("");
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (file) add.mutate(file);
  }
  return (
    <Card className="pb-4">
      <CardHeading>{m.addKey()}</CardHeading>
      <form onSubmit={submit} className="max-w-lg space-y-3 px-4">
        <p className="text-mute">{m.addKeyHint()}</p>
        <div className="flex min-w-0 flex-wrap items-center gap-3">
          <label
            className={`${buttonClass("secondary")} cursor-pointer focus-within:outline-2 focus-within:outline-brand`}
          >
            {m.chooseFile()}
            <input
              type="file"
              accept=".p12,.pfx"
              className="sr-only"
              onChange={(event) => {
                setFile(event.target.files?.[0]);
                event.target.value = "";
              }}
            />
          </label>
          {file && <span className="min-w-0 break-all">{file.name}</span>}
        </div>
        <TextField
          label={m.password()}
          type="password"
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <WriteFailure error={add.error} />
        <Button look="primary" type="submit" busy={add.isPending} disabled={!file}>
          {m.add()}
        </Button>
      </form>
    </Card>
  );
}

function Revoke({ of, onClose }: { of: SigningKey; onClose: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const revoke = useMutation({
    mutationFn: (reason: string) => post<SigningKeys>(`/signing-keys/${of.id}/revocation`, { reason }, intent),
    onSuccess: (next) => {
      client.setQueryData(["signing-keys"], next);
      toast(m.revoked());
      onClose();
    },
  });
  return (
    <ReasonModal
      title={m.revokeTitle()}
      action={m.revoke()}
      look="danger"
      busy={revoke.isPending}
      error={revoke.error}
      label={m.reason()}
      onClose={onClose}
      onGive={revoke.mutate}
    >
      <p>{m.revokeText()}</p>
    </ReasonModal>
  );
}
