import { type FormEvent, type ReactNode, useId, useState } from "react";
import * as m from "../messages";
import { Button } from "./Button";
import { TextArea } from "./Field";
import { Modal } from "./Modal";
import { WriteFailure } from "./states";

interface AskProps {
  title: ReactNode;
  /** the word on the button that does it */
  action: string;
  look?: "primary" | "danger";
  placement?: "center" | "sheet" | "drawer";
  className?: string;
  busy?: boolean;
  /** whether what else must be said is said */
  ready?: boolean;
  /** why it was refused, if it was */
  error?: unknown;
  onClose: () => void;
  children?: ReactNode;
}

interface FormProps extends AskProps {
  formClass?: string;
  onSubmit: () => void;
}

/** A question with its fields: what it is about, the way back, and the one button that does it; a refusal is said above them. */
export function FormModal(props: FormProps) {
  const { title, action, look = "primary", placement, className, busy, error, onClose, children } = props;
  const { ready = true, formClass = "space-y-4", onSubmit } = props;
  const form = useId();
  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation(); // the page below may be a form too
    if (ready && !busy) onSubmit();
  }
  return (
    <Modal
      title={title}
      onClose={onClose}
      placement={placement}
      className={className}
      footer={
        <>
          <Button onClick={onClose}>{m.cancel()}</Button>
          <Button look={look} type="submit" form={form} busy={busy} disabled={!ready}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className={formClass}>
        {children}
        <WriteFailure error={error} />
      </form>
    </Modal>
  );
}

interface ReasonProps extends AskProps {
  label?: string;
  hint?: string;
  /** in characters */
  maxLength?: number;
  onGive: (reason: string) => void;
}

/** Asks why, before something is done that another person will want explained. */
export function ReasonModal({ label, hint, maxLength = 500, ready = true, onGive, children, ...ask }: ReasonProps) {
  const [reason, setReason] = useState("");
  return (
    <FormModal {...ask} ready={ready && reason.trim() !== ""} onSubmit={() => onGive(reason.trim())}>
      {children}
      <TextArea
        label={label ?? m.reason()}
        hint={hint}
        required
        maxLength={maxLength}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </FormModal>
  );
}
