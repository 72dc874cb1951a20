import { formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { Chip } from "../../shared/ui/Status";
import { Notice, WriteFailure } from "../../shared/ui/states";
import { isAgainst, type SlipView, seenWord } from "./data";
import * as m from "./messages";
import { useSlipAct } from "./SlipDialog";

/** The payments that a slip may be of, the likeliest first, each with what speaks for it. */
export function Candidates({ slip, mayTake }: { slip: SlipView; mayTake: boolean }) {
  const act = useSlipAct(slip, m.joined());
  return (
    <section className="grid gap-2" aria-label={m.candidates()}>
      <h3 className="font-semibold">{m.candidates()}</h3>
      {slip.candidates.length === 0 ? (
        <Notice tone="info">{m.noCandidates()}</Notice>
      ) : (
        <ul className="grid gap-2">
          {slip.candidates.map((it) => (
            <li key={it.line_id ?? it.document_id} className="grid gap-1.5 rounded-lg border border-line p-3">
              <span className="flex flex-wrap items-baseline justify-between gap-2">
                <span className="min-w-0 font-medium break-words">{it.payer || it.customer?.name}</span>
                <span className="num font-semibold">{formatMoney(it.amount, it.currency)}</span>
              </span>
              <span className="text-mute">
                {[it.on, it.document_no, it.order_no, it.customer?.code].filter(Boolean).join(" · ")}
              </span>
              <span className="flex flex-wrap gap-1.5">
                {it.seen.map((what) => (
                  <Chip key={what} tone={isAgainst(what) ? "warn" : "ok"}>
                    {seenWord(what)}
                  </Chip>
                ))}
              </span>
              {mayTake && (
                <Button
                  className="justify-self-start"
                  busy={act.isPending}
                  onClick={() =>
                    act.mutate({
                      path: "match",
                      body: it.line_id ? { line_id: it.line_id } : { document_id: it.document_id },
                    })
                  }
                >
                  {m.take()}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {!mayTake && <p className="text-mute">{slip.actions.match?.why || m.mayNot()}</p>}
      <WriteFailure error={act.error} />
    </section>
  );
}
