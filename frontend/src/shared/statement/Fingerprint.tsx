import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";
import { cx } from "../classes";
import * as m from "../messages";
import type { Integrity } from "./data";
import { shortFingerprint } from "./fingerprint";

/** Says whether what is shown is byte for byte what was issued. */
export function Fingerprint({ sha256, state }: { sha256: string; state: Integrity }) {
  const Icon = state === "verified" ? ShieldCheck : state === "mismatch" ? ShieldAlert : ShieldQuestion;
  const words = {
    checking: m.fingerprintChecking(),
    verified: m.fingerprintVerified(),
    mismatch: m.fingerprintMismatch(),
    unchecked: m.fingerprintUnchecked(),
  };
  return (
    <div className="flex gap-2.5" role={state === "mismatch" ? "alert" : undefined}>
      <Icon
        className={cx(
          "mt-0.5 size-5 shrink-0",
          state === "verified" ? "text-ok" : state === "mismatch" ? "text-bad" : "text-mute",
        )}
        aria-hidden="true"
      />
      <div className="min-w-0">
        <p>
          {m.fingerprint()}{" "}
          <code className="font-mono text-[0.875em]" title={sha256}>
            {shortFingerprint(sha256)}
          </code>
        </p>
        <p className={cx("text-[0.8125rem]", state === "mismatch" ? "font-medium text-bad" : "text-mute")}>
          {words[state]}
        </p>
      </div>
    </div>
  );
}
