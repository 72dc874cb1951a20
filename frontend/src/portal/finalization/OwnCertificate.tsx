import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { apiPath, put, query } from "../../shared/api/client";
import { Button, buttonClass } from "../../shared/ui/Button";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import type { FinalizationView } from "./data";
import * as m from "./messages";

interface Props {
  of: FinalizationView;
  agreed: boolean;
  onDone: (next: FinalizationView) => void;
}

/** The other way to sign: with a certificate of the customer's own, in its own reader. */
export function OwnCertificate({ of, agreed, onDone }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const send = useMutation({
    mutationFn: (chosen: File) =>
      put<FinalizationView>(`/finalizations/${of.id}/signed-file${query({ sha256: of.sha256, agreed })}`, chosen),
    onSuccess: (next) => {
      toast(m.signed());
      onDone(next);
    },
    onError: () => {
      setFile(undefined);
      if (input.current) input.current.value = "";
    },
  });
  return (
    <details className="border-t border-line pt-3">
      <summary className="flex min-h-11 cursor-pointer items-center font-medium">{m.ownTitle()}</summary>
      <div className="space-y-3">
        <p className="text-mute">{m.ownHint()}</p>
        <a className={buttonClass("secondary")} href={apiPath(`/finalizations/${of.id}/file`)} download>
          {m.download()}
        </a>
        <input
          ref={input}
          type="file"
          accept="application/pdf,.pdf"
          aria-label={m.ownChoose()}
          className="block min-h-11 w-full"
          onChange={(event) => setFile(event.target.files?.[0])}
        />
        {!agreed && <p className="text-mute">{m.ownFirst()}</p>}
        <WriteFailure error={send.error} />
        <Button disabled={!agreed || !file} busy={send.isPending} onClick={() => file && send.mutate(file)}>
          {m.ownSend()}
        </Button>
      </div>
    </details>
  );
}
