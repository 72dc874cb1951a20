import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { newIntent, post } from "../../shared/api/client";
import { formatMoney, isZero } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { providerWord } from "../paying/words";
import * as m from "./messages";
import type { BankLine } from "./types";

const providers = ["alipay", "wechat", "stripe", "sandbox"];

/** A line that is a provider's payout, or that may be booked as one. */
export function PayoutOf({ line, onDone }: { line: BankLine; onDone: () => void }) {
  if (line.payout) {
    return (
      <div className="mt-3">
        <Notice tone="ok">
          <Link href="/console/payments/payouts" className="font-medium text-brand underline">
            {m.isPayout({ provider: providerWord(line.payout.provider), reference: line.payout.reference })}
          </Link>
          {!isZero(line.payout.difference) && (
            <> · {m.payoutOff({ amount: formatMoney(line.payout.difference, line.currency) })}</>
          )}
        </Notice>
      </div>
    );
  }
  return line.provider && line.actions.pay_out?.allowed ? <Book line={line} onDone={onDone} /> : null;
}

function Book({ line, onDone }: { line: BankLine; onDone: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [provider, setProvider] = useState(line.provider ?? "");
  const [reference, setReference] = useState(line.bank_reference);
  const book = useMutation({
    mutationFn: () =>
      post(`/bank/lines/${line.id}/payout`, { provider, reference: reference.trim() || undefined }, intent),
    onSuccess: () => {
      void client.invalidateQueries();
      toast(m.payoutBooked());
      onDone();
    },
  });
  return (
    <section className="mt-4 grid gap-3 border-t border-line pt-4">
      <h3 className="font-semibold">{m.bookPayout()}</h3>
      <p className="text-mute">{m.bookPayoutHint()}</p>
      <SelectField label={m.payoutProvider()} value={provider} onChange={(event) => setProvider(event.target.value)}>
        {providers.map((name) => (
          <option key={name} value={name}>
            {providerWord(name)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={m.payoutReference()}
        value={reference}
        maxLength={100}
        onChange={(event) => setReference(event.target.value)}
      />
      <WriteFailure error={book.error} />
      <Button look="primary" busy={book.isPending} onClick={() => book.mutate()}>
        {m.bookPayout()}
      </Button>
    </section>
  );
}
