import { type FormEvent, useState } from "react";
import { Button, ButtonLink } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Card } from "../../shared/ui/Layout";
import { WriteFailure } from "../../shared/ui/states";
import { exchange } from "./api";
import * as m from "./messages";

/** Where a link leads that opens nothing: a fresh one is mailed to its contact, and whoever asks is told the same in any case. */
export function Ended({ token, code, detail }: { token?: string; code?: string; detail?: string }) {
  const [email, setEmail] = useState("");
  const [state, setState] = useState<"asking" | "busy" | "sent">("asking");
  const [error, setError] = useState<unknown>();
  const known = Boolean(token) && code !== "not_found" && code !== "link_revoked";

  async function ask(event: FormEvent) {
    event.preventDefault();
    setState("busy");
    setError(undefined);
    try {
      await exchange("renewal", known && token ? { token } : { email: email.trim() });
      setState("sent");
    } catch (cause) {
      setError(cause);
      setState("asking");
    }
  }

  if (state === "sent") {
    return (
      <Card className="p-5">
        <div role="status">
          <h1 className="text-[1.375rem] leading-tight font-semibold">{m.sentTitle()}</h1>
          <p className="mt-2">{m.sentText()}</p>
        </div>
      </Card>
    );
  }
  return (
    <Card className="p-5">
      <h1 className="text-[1.375rem] leading-tight font-semibold">
        {code === "link_revoked" ? m.revokedTitle() : token ? m.endedTitle() : m.noneTitle()}
      </h1>
      <p className="mt-2">{token ? detail : m.noneText()}</p>
      {code !== "link_revoked" && (
        <form onSubmit={(event) => void ask(event)} className="mt-4 space-y-3">
          {known ? (
            <p>{m.againText()}</p>
          ) : (
            <TextField
              label={m.byEmail()}
              hint={m.byEmailText()}
              type="email"
              autoComplete="email"
              required
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
          <WriteFailure error={error} />
          <Button type="submit" look="primary" busy={state === "busy"} className="min-h-12 w-full">
            {m.again()}
          </Button>
        </form>
      )}
      <ButtonLink look="quiet" href="/auth/portal/login?next=/p" className="mt-3 min-h-11 w-full">
        {m.signIn()}
      </ButtonLink>
    </Card>
  );
}
