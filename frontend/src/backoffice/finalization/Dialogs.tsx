import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { apiPath, newIntent, post } from "../../shared/api/client";
import { locale } from "../../shared/i18n/locale";
import { buttonClass } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { FormModal, ReasonModal } from "../../shared/ui/FormModal";
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
  const [language, setLanguage] = useState<string>(locale());
  const act = useMutation({
    mutationFn: (reason: string) => {
      if (step === "sign") {
        return post(`/finalizations/${latest?.id}/signature`, { sha256: latest?.sha256, agreed }, intent);
      }
      if (step === "withdraw") return post(`/finalizations/${latest?.id}/withdrawal`, { reason }, intent);
      return post(`/statements/${statement}/finalization`, { scope: step, locale: language }, intent);
    },
    onSuccess: () => {
      toast(step === "sign" ? m.signed() : step === "withdraw" ? m.withdrawn() : m.prepared());
      onDone();
    },
  });
  const ask = { title: titles[step](), busy: act.isPending, error: act.error, onClose };
  if (step === "withdraw") {
    return (
      <ReasonModal {...ask} action={titles[step]()} label={m.reason()} onGive={act.mutate}>
        <p>{m.withdrawText()}</p>
      </ReasonModal>
    );
  }
  return (
    <FormModal
      {...ask}
      action={step === "sign" ? m.signNow() : titles[step]()}
      ready={step !== "sign" || agreed}
      onSubmit={() => act.mutate("")}
    >
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
      {step !== "sign" && (
        <>
          <p>{step === "whole" ? m.prepareText() : m.preparePartText()}</p>
          <SelectField label={m.language()} value={language} onChange={(event) => setLanguage(event.target.value)}>
            <option value="zh-CN">简体中文</option>
            <option value="en">English</option>
          </SelectField>
        </>
      )}
    </FormModal>
  );
}
