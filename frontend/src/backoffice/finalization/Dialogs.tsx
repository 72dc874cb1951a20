import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { apiPath, newIntent, post } from "../../shared/api/client";
import { locale } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { Button, buttonClass } from "../../shared/ui/Button";
import { SelectField, TextArea } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import type { FinalizationView } from "./data";
import * as m from "./messages";

export type Step = "whole" | "agreed_part" | "sign" | "withdraw";

interface Props {
  step: Step;
  statement: string;
  latest?: FinalizationView;
  onClose: () => void;
  onDone: () => void;
}

const titles: Record<Step, () => string> = {
  whole: m.prepare,
  agreed_part: m.preparePart,
  sign: m.signTitle,
  withdraw: m.withdrawTitle,
};

/** The last look before a step counts. */
export function Dialogs({ step, statement, latest, onClose, onDone }: Props) {
  const [intent] = useState(newIntent);
  const [agreed, setAgreed] = useState(false);
  const [reason, setReason] = useState("");
  const [language, setLanguage] = useState<string>(locale());
  const act = useMutation({
    mutationFn: () => {
      if (step === "sign") {
        return post(`/finalizations/${latest?.id}/signature`, { sha256: latest?.sha256, agreed }, intent);
      }
      if (step === "withdraw")
        return post(`/finalizations/${latest?.id}/withdrawal`, { reason: reason.trim() }, intent);
      return post(`/statements/${statement}/finalization`, { scope: step, locale: language }, intent);
    },
    onSuccess: () => {
      toast(step === "sign" ? m.signed() : step === "withdraw" ? m.withdrawn() : m.prepared());
      onDone();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    act.mutate();
  }
  const ready = step === "sign" ? agreed : step === "withdraw" ? reason.trim() !== "" : true;
  return (
    <Modal
      title={titles[step]()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="primary" type="submit" form="finalize" busy={act.isPending} disabled={!ready}>
            {step === "sign" ? m.signNow() : titles[step]()}
          </Button>
        </>
      }
    >
      <form id="finalize" onSubmit={submit} className="space-y-4">
        {step === "sign" && latest && (
          <>
            <p>{m.signText()}</p>
            <a
              className={buttonClass("secondary")}
              href={apiPath(`/finalizations/${latest.id}/file`)}
              target="_blank"
              rel="noreferrer"
            >
              {m.openFile()}
            </a>
            <label className="flex items-start gap-3">
              <input
                type="checkbox"
                className="mt-1 size-4 shrink-0"
                checked={agreed}
                onChange={(event) => setAgreed(event.target.checked)}
              />
              <span>
                {m.agree()} <span className="block text-mute">{latest.text}</span>
              </span>
            </label>
          </>
        )}
        {step === "withdraw" && (
          <>
            <p>{m.withdrawText()}</p>
            <TextArea
              label={m.reason()}
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </>
        )}
        {(step === "whole" || step === "agreed_part") && (
          <>
            <p>{step === "whole" ? m.prepareText() : m.preparePartText()}</p>
            <SelectField label={m.language()} value={language} onChange={(event) => setLanguage(event.target.value)}>
              <option value="zh-CN">简体中文</option>
              <option value="en">English</option>
            </SelectField>
          </>
        )}
        <WriteFailure error={act.error} />
      </form>
    </Modal>
  );
}
