import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { apiPath, newIntent, post } from "../../shared/api/client";
import { Button, buttonClass } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { AskProvider } from "../esign/AtProvider";
import type { FinalizationView, SigningCode } from "./data";
import * as m from "./messages";
import { OwnCertificate } from "./OwnCertificate";

interface Props {
  of: FinalizationView;
  onDone: (next: FinalizationView) => void;
  onDecline: () => void;
}

/** Three steps to a signature: read, agree, and the code from the mail. */
export function SignSteps({ of, onDone, onDecline }: Props) {
  const [agreed, setAgreed] = useState(false);
  const [code, setCode] = useState("");
  const ask = useMutation({ mutationFn: () => post<SigningCode>(`/finalizations/${of.id}/code`, {}, newIntent()) });
  const sign = useMutation({
    mutationFn: () =>
      post<FinalizationView>(`/finalizations/${of.id}/signature`, { sha256: of.sha256, agreed, code }, newIntent()),
    onSuccess: (next) => {
      toast(m.signed());
      onDone(next);
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    sign.mutate();
  }
  return (
    <form onSubmit={submit} className="space-y-5 border-t border-line pt-4">
      <section className="space-y-2">
        <h2 className="font-medium">{m.readFirst()}</h2>
        <a
          className={buttonClass("secondary")}
          href={apiPath(`/finalizations/${of.id}/file`)}
          target="_blank"
          rel="noreferrer"
        >
          {m.openFile()}
        </a>
      </section>
      <section className="space-y-2">
        <h2 className="font-medium">{m.agreeTo()}</h2>
        <label className="flex min-h-11 items-start gap-3">
          <input
            type="checkbox"
            className="mt-0.5 size-6 shrink-0"
            checked={agreed}
            onChange={(event) => setAgreed(event.target.checked)}
          />
          <span>
            {m.agree()} <span className="block text-mute">{of.text}</span>
          </span>
        </label>
      </section>
      <section className="space-y-3">
        <h2 className="font-medium">{m.codeStep()}</h2>
        <p className="text-mute">{m.codeHint()}</p>
        <Button disabled={!agreed} busy={ask.isPending} onClick={() => ask.mutate()}>
          {ask.data ? m.sendAgain() : m.sendCode()}
        </Button>
        <WriteFailure error={ask.error} />
        {ask.data && <p role="status">{m.codeSent({ to: ask.data.to, minutes: Math.round(ask.data.life / 60) })}</p>}
        {ask.data && (
          <TextField
            label={m.code()}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, ""))}
          />
        )}
        <WriteFailure error={sign.error} />
        <div className="flex flex-wrap gap-2">
          <Button look="primary" type="submit" busy={sign.isPending} disabled={!agreed || code.length !== 6}>
            {m.sign()}
          </Button>
          <Button look="quiet" onClick={onDecline}>
            {m.decline()}
          </Button>
        </div>
      </section>
      <AskProvider of={of} agreed={agreed} onDone={onDone} />
      <OwnCertificate of={of} agreed={agreed} onDone={onDone} />
    </form>
  );
}
