import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { ApiError, rememberCsrfToken } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { type CodeSent, exchange } from "./api";
import * as m from "./messages";

const digits = 6;

// A code that is still good is not sent again because the dialog was closed and opened.
let last: { sent: CodeSent; at: number } | undefined;

/** Proves the address with a code that is mailed when the dialog opens. */
export function CodeDialog({ onClose, onProved }: { onClose: () => void; onProved: (csrf: string) => void }) {
  const [sent, setSent] = useState(stillGood());
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const [error, setError] = useState<unknown>();
  const wait = useCountdown(sent);
  const asked = useRef(false);

  const ask = useCallback(async () => {
    setError(undefined);
    setWrong(undefined);
    try {
      last = { sent: await exchange<CodeSent>("code"), at: Date.now() };
      setSent(last);
    } catch (cause) {
      setError(cause);
    }
  }, []);

  useEffect(() => {
    if (asked.current || stillGood()) return;
    asked.current = true;
    void ask();
  }, [ask]);

  async function enter(given: string) {
    setBusy(true);
    setWrong(undefined);
    try {
      const { csrf_token } = await exchange<{ csrf_token: string }>("proof", { code: given });
      last = undefined;
      rememberCsrfToken(csrf_token);
      onProved(csrf_token);
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === "link_code_wrong") setWrong(cause.message);
      else setError(cause);
      setBusy(false);
    }
  }

  function type(text: string) {
    const next = plainDigits(text).slice(0, digits);
    setCode(next);
    setWrong(undefined);
    if (next.length === digits && next !== code && !busy) void enter(next);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (code.length === digits) void enter(code);
  }

  return (
    <Modal title={m.codeTitle()} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <p role="status">
          {sent
            ? m.codeSent({ email: sent.sent.email, minutes: Math.round(sent.sent.life_seconds / 60) })
            : !error && m.codeSending()}
        </p>
        <TextField
          data-autofocus=""
          label={m.codeLabel()}
          hint={m.codeWhy()}
          error={wrong}
          inputMode="numeric"
          autoComplete="one-time-code"
          spellCheck={false}
          value={code}
          onChange={(event) => type(event.target.value)}
          inputClass="num text-center text-[1.5rem]! tracking-[0.35em] min-h-14"
        />
        <WriteFailure error={error} />
        <div className="flex flex-wrap justify-between gap-2">
          <Button look="quiet" disabled={wait > 0 || busy} onClick={() => void ask()}>
            {wait > 0 ? m.codeResendIn({ seconds: wait }) : m.codeResend()}
          </Button>
          <Button type="submit" look="primary" busy={busy} disabled={code.length !== digits}>
            {m.codeSubmit()}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function stillGood() {
  return last && Date.now() - last.at < last.sent.life_seconds * 1000 ? last : undefined;
}

/** What was typed or pasted, as plain digits: full-width ones count, spaces and dashes do not. */
export function plainDigits(text: string): string {
  return text.normalize("NFKC").replace(/\D/g, "");
}

/** Seconds until another code may be asked for. */
function useCountdown(from: typeof last): number {
  const [now, setNow] = useState(Date.now());
  const end = from ? from.at + from.sent.pause_seconds * 1000 : 0;
  const over = now >= end;
  useEffect(() => {
    if (over) return;
    const tick = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(tick);
  }, [over]);
  useEffect(() => setNow(end ? Math.min(Date.now(), end) : 0), [end]);
  return Math.max(0, Math.ceil((end - now) / 1000));
}
