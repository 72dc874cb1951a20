import type { ReactNode } from "react";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { WriteFailure } from "../../shared/ui/states";

interface Props {
  /** the word above the reason, and the one on the button */
  label: string;
  action: string;
  /** whether the reader may save at all, and why not */
  change: { allowed: boolean; why?: string };
  reason: string;
  onReason: (reason: string) => void;
  busy: boolean;
  error: unknown;
  /** what else may be pressed, before the button */
  children?: ReactNode;
}

/** The end of a form that becomes the next version of a setting: why it is changed, and the button, or why it may not be pressed. */
export function SaveVersion({ label, action, change, reason, onReason, busy, error, children }: Props) {
  return (
    <>
      <TextField
        label={label}
        required={change.allowed}
        disabled={!change.allowed}
        maxLength={500}
        value={reason}
        onChange={(event) => onReason(event.target.value)}
      />
      <WriteFailure error={error} />
      <div className="flex flex-wrap items-center gap-2">
        {children}
        <Button look="primary" type="submit" busy={busy} disabled={!change.allowed || !reason.trim()}>
          {action}
        </Button>
        {!change.allowed && <span className="text-mute">{change.why}</span>}
      </div>
    </>
  );
}
