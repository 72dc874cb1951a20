import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { apiPath, newIntent, query } from "../../shared/api/client";
import * as files from "../../shared/attachments/messages";
import { accepted, fault, sendFile } from "../../shared/attachments/upload";
import * as shared from "../../shared/messages";
import { type Proof, proofKinds, proofWord } from "../../shared/proofs/data";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";

const faults = { empty: files.emptyFile, large: files.tooLarge, heic: files.heic };

/** Puts one file beside a document: which kind it is, and whether the customer may see it. */
export function AddProof({ of, onAdded, onClose }: { of: string; onAdded: () => void; onClose: () => void }) {
  const [kind, setKind] = useState<Proof["kind"]>("delivery_note");
  const [shown, setShown] = useState(true);
  const [file, setFile] = useState<File>();
  const [intent, setIntent] = useState(newIntent);
  const [part, setPart] = useState(0);
  const wrong = file && fault(file);
  const send = useMutation({
    mutationFn: (chosen: File) =>
      sendFile(apiPath(`${of}/proofs/${intent}${query({ kind, internal: shown ? "" : "true" })}`), chosen, setPart),
    onSuccess: () => {
      onAdded();
      toast(m.added());
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (file && !wrong) send.mutate(file);
  }
  return (
    <Modal
      title={m.addTitle()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button
            look="primary"
            type="submit"
            form="add-proof"
            busy={send.isPending}
            disabled={!file || Boolean(wrong)}
          >
            {send.isPending ? m.sending({ percent: Math.round(part * 100) }) : m.add()}
          </Button>
        </>
      }
    >
      <form id="add-proof" onSubmit={submit} className="space-y-4">
        <SelectField label={m.kind()} value={kind} onChange={(event) => setKind(event.target.value as Proof["kind"])}>
          {proofKinds.map((it) => (
            <option key={it} value={it}>
              {proofWord(it)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={m.file()}
          hint={m.hint()}
          type="file"
          accept={accepted}
          required
          error={wrong && faults[wrong]()}
          onChange={(event) => {
            setFile(event.target.files?.[0]);
            setIntent(newIntent());
            send.reset();
          }}
        />
        <label className="flex min-h-11 items-start gap-3">
          <input
            type="checkbox"
            checked={shown}
            onChange={(event) => setShown(event.target.checked)}
            className="mt-1 size-5"
          />
          <span>
            {m.customerSees()}
            <span className="block text-mute">{m.customerSeesHint()}</span>
          </span>
        </label>
        <WriteFailure error={send.error} />
      </form>
    </Modal>
  );
}
