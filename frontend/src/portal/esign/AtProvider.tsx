import { useMutation } from "@tanstack/react-query";
import { newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { Button, buttonClass } from "../../shared/ui/Button";
import { Notice, WriteFailure } from "../../shared/ui/states";
import * as m from "./messages";

type FinalizationView = components["schemas"]["FinalizationView"];

/** How often to look for the provider's answer while one is waited for. */
const pause = 3_000;

/** Whether an answer of the provider is still waited for. */
export function isWaiting(of: FinalizationView | undefined): boolean {
  return of?.request?.state === "asking" || of?.request?.state === "waiting";
}

/** When to read again: soon while the provider has the word, otherwise never. */
export const lookAgain = (of: FinalizationView | undefined): number | false => (isWaiting(of) ? pause : false);

interface Props {
  of: FinalizationView;
  onDone: (next: FinalizationView) => void;
}

/** The third way to sign: at an e-sign provider. */
export function AskProvider({ of, agreed, onDone }: Props & { agreed: boolean }) {
  const provider = of.provider ?? "";
  const ask = useMutation({
    mutationFn: () =>
      post<FinalizationView>(`/finalizations/${of.id}/provider`, { sha256: of.sha256, agreed }, newIntent()),
    onSuccess: onDone,
  });
  if (!provider || isWaiting(of)) return null;
  return (
    <details className="border-t border-line pt-3">
      <summary className="flex min-h-11 cursor-pointer items-center font-medium">{m.title({ provider })}</summary>
      <div className="space-y-3">
        <p className="text-mute">{m.hint({ provider })}</p>
        {!agreed && <p className="text-mute">{m.first()}</p>}
        <WriteFailure error={ask.error} />
        <Button disabled={!agreed} busy={ask.isPending} onClick={() => ask.mutate()}>
          {m.ask({ provider })}
        </Button>
      </div>
    </details>
  );
}

/** What the provider has said, or that it is waited for, with what to do next. */
export function ProviderStanding({ of, onDone }: Props) {
  const cancel = useMutation({
    mutationFn: () => post<FinalizationView>(`/finalizations/${of.id}/provider/cancellation`, {}, newIntent()),
    onSuccess: onDone,
  });
  const { request } = of;
  if (!request) return null;
  const { provider } = request;
  if (!isWaiting(of)) {
    const why = ended(request);
    return why ? (
      <Notice tone="warn">
        {why} {m.tryAgain()}
      </Notice>
    ) : null;
  }
  const mine = request.sign_url !== undefined;
  return (
    <Notice tone="info" role="status">
      <p className="font-medium">
        {request.reason === "away"
          ? m.away({ provider })
          : request.state === "asking"
            ? m.asking({ provider })
            : m.waiting({ provider, who: request.by })}
      </p>
      {request.state === "waiting" && <p>{mine ? m.waitingHint() : m.othersTurn({ who: request.by })}</p>}
      <div className="mt-2 flex flex-wrap gap-2">
        {mine && (
          <a className={buttonClass("primary")} href={request.sign_url}>
            {m.open({ provider })}
          </a>
        )}
        {of.actions.countersign?.allowed && (
          <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {m.otherWay()}
          </Button>
        )}
      </div>
      <WriteFailure error={cancel.error} />
    </Notice>
  );
}

/** Why nothing was signed there; nothing when that needs no words. */
function ended({ provider, state, reason }: components["schemas"]["FinalizationRequest"]): string | undefined {
  const said = reason && reason !== "not_taken" ? reason : m.notTaken();
  if (state === "refused") return m.refused({ provider, reason: said });
  if (state !== "failed") return undefined;
  return reason === "silent" ? m.silent({ provider }) : m.failed({ provider, reason: said });
}
