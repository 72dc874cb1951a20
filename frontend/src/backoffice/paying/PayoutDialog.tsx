import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { readAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { SelectField, TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import { providerWord } from "./words";

const providers = ["stripe", "alipay", "wechat", "sandbox"];

/** Books what a provider paid to the bank account. */
export function PayoutDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const [intent] = useState(newIntent);
  const [it, change] = useState({
    provider: "stripe",
    reference: "",
    currency: organization.base_currency,
    amount: "",
    paid_on: "",
  });
  const set = (name: keyof typeof it) => (event: { target: { value: string } }) =>
    change({ ...it, [name]: event.target.value });
  const send = useMutation({
    mutationFn: () =>
      post(
        "/provider-payouts",
        {
          provider: it.provider,
          reference: it.reference.trim(),
          currency: it.currency.trim().toUpperCase(),
          amount: readAmount(it.amount, it.currency) ?? it.amount.trim(),
          paid_on: it.paid_on || undefined,
        },
        intent,
      ),
    onSuccess: () => {
      toast(m.recorded());
      onClose();
      onDone();
      void client.invalidateQueries();
    },
  });
  return (
    <FormModal
      title={m.payoutTitle()}
      action={m.record()}
      busy={send.isPending}
      ready={it.reference.trim() !== "" && it.amount.trim() !== ""}
      error={send.error}
      onClose={onClose}
      onSubmit={() => send.mutate()}
    >
      <p className="text-mute">{m.payoutHint()}</p>
      <SelectField label={m.provider()} value={it.provider} onChange={set("provider")}>
        {providers.map((name) => (
          <option key={name} value={name}>
            {providerWord(name)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={m.payoutReference()}
        required
        maxLength={100}
        value={it.reference}
        onChange={set("reference")}
      />
      <TextField label={m.currency()} required maxLength={3} value={it.currency} onChange={set("currency")} />
      <TextField label={m.amount()} required inputMode="decimal" value={it.amount} onChange={set("amount")} />
      <TextField label={m.paidOn()} type="date" value={it.paid_on} onChange={set("paid_on")} />
    </FormModal>
  );
}
