import { type FormEvent, useState } from "react";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { WriteFailure } from "../../shared/ui/states";
import type { SlipView } from "./data";
import * as m from "./messages";
import { useSlipAct } from "./SlipDialog";

/** Puts right what was read of a slip; it is matched once more. */
export function Correct({ slip, onDone }: { slip: SlipView; onDone: () => void }) {
  const [facts, setFacts] = useState({
    amount: slip.amount ?? "",
    currency: slip.currency || "CNY",
    paid_on: slip.paid_on ?? "",
    payer: slip.payer,
    payer_account: slip.payer_account,
    number: slip.number,
    purpose: slip.purpose,
  });
  const act = useSlipAct(slip, m.corrected(), onDone);
  const labels: [keyof typeof facts, string][] = [
    ["amount", m.amount()],
    ["currency", m.currency()],
    ["paid_on", m.paidOn()],
    ["payer", m.payer()],
    ["payer_account", m.payerAccount()],
    ["number", m.number()],
    ["purpose", m.purpose()],
  ];
  function submit(event: FormEvent) {
    event.preventDefault();
    const said = Object.fromEntries(Object.entries(facts).filter(([, value]) => value.trim() !== ""));
    act.mutate({ path: "correction", body: said });
  }
  return (
    <form onSubmit={submit} className="grid gap-3 border-t border-line pt-3 sm:grid-cols-2">
      <p className="text-mute sm:col-span-2">{m.correctHint()}</p>
      {labels.map(([name, label]) => (
        <TextField
          key={name}
          label={label}
          type={name === "paid_on" ? "date" : "text"}
          inputMode={name === "amount" ? "decimal" : undefined}
          maxLength={name === "currency" ? 3 : 400}
          value={facts[name]}
          onChange={(event) => setFacts({ ...facts, [name]: event.target.value })}
        />
      ))}
      <div className="grid gap-2 sm:col-span-2">
        <WriteFailure error={act.error} />
        <Button type="submit" look="primary" busy={act.isPending}>
          {m.save()}
        </Button>
      </div>
    </form>
  );
}
