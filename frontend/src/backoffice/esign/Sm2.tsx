import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { Button, buttonClass } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { base64 } from "./base64";
import * as m from "./messages";

type SigningKeys = components["schemas"]["BackofficeSigningKeys"];

/** The second signature on bundles, with a key that is made here or one of a licensed authority. */
export function Sm2({ has }: { has: boolean }) {
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [password, setPassword] = useState("");
  const add = useMutation({
    mutationFn: async (chosen: File | undefined) =>
      post<SigningKeys>("/signing-keys/sm2", chosen ? { file: await base64(chosen), password } : {}, newIntent()),
    onSuccess: (next) => {
      client.setQueryData(["signing-keys"], next);
      toast(m.sm2Added());
      setFile(undefined);
      setPassword("");
    },
  });
  return (
    <Card className="pb-4">
      <CardHeading>{m.sm2Title()}</CardHeading>
      <div className="max-w-lg space-y-3 px-4">
        <p className="text-mute">{m.sm2Intro()}</p>
        {has && <Notice tone="ok">{m.sm2On()}</Notice>}
        <p className="text-mute">{m.sm2MakeHint()}</p>
        <div className="flex min-w-0 flex-wrap items-center gap-3">
          <label
            className={`${buttonClass("secondary")} cursor-pointer focus-within:outline-2 focus-within:outline-brand`}
          >
            {m.sm2Choose()}
            <input
              type="file"
              accept=".pem,.key,.txt"
              className="sr-only"
              onChange={(event) => {
                setFile(event.target.files?.[0]);
                event.target.value = "";
              }}
            />
          </label>
          {file && <span className="min-w-0 break-all">{file.name}</span>}
          {!file && !has && (
            <Button busy={add.isPending} onClick={() => add.mutate(undefined)}>
              {m.sm2Make()}
            </Button>
          )}
        </div>
        {file && (
          <>
            <TextField
              label={m.sm2Password()}
              type="password"
              autoComplete="off"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <Button look="primary" busy={add.isPending} onClick={() => add.mutate(file)}>
              {m.sm2Add()}
            </Button>
          </>
        )}
        <WriteFailure error={add.error} />
      </div>
    </Card>
  );
}
