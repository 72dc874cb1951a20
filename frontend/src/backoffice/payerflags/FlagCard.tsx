import { useState } from "react";
import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import { Button } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import { Dot } from "../../shared/ui/Status";
import { flagStates, flagsPath, type PayerFlag, payerOf } from "./data";
import * as m from "./messages";
import { Release } from "./Release";

/** On a receipt's page: that somebody else than the customer paid it, and what was said of that. */
export function FlagCard({ document }: { document: string }) {
  const [releasing, setReleasing] = useState(false);
  const flag = useList<Page<PayerFlag>>(flagsPath, { document_id: document }).items?.[0];
  if (!flag) return null;
  const { release } = flag.actions;
  const words = {
    payer: payerOf(flag),
    name: flag.customer.name,
    who: flag.released_by ?? "",
    reason: flag.reason ?? "",
  };
  return (
    <Card className="p-4">
      <section aria-label={m.cardTitle()}>
        <h2 className="mb-1 flex flex-wrap items-center justify-between gap-2 font-semibold">
          {m.cardTitle()}
          <Dot tone={flagStates[flag.state].tone}>{flagStates[flag.state].label()}</Dot>
        </h2>
        <p>
          {flag.state === "held"
            ? m.cardHeld(words)
            : flag.state === "released"
              ? m.cardReleased(words)
              : m.cardReversed(words)}
        </p>
        {flag.payer_account && <p className="num text-mute">{flag.payer_account}</p>}
        {flag.known_for && (
          <p className="text-warn">{m.knownFor({ name: `${flag.known_for.code} ${flag.known_for.name}` })}</p>
        )}
        {flag.state === "held" && (
          <div className="mt-3 flex flex-wrap items-center gap-3">
            <Button look="primary" disabled={!release?.allowed} onClick={() => setReleasing(true)}>
              {m.release()}
            </Button>
            {!release?.allowed && release?.why && <span className="text-mute">{release.why}</span>}
          </div>
        )}
      </section>
      {releasing && <Release flag={flag} onClose={() => setReleasing(false)} />}
    </Card>
  );
}
