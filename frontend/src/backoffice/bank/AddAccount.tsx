import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import * as m from "./messages";
import type { BankAccount } from "./types";

/** An account of the organization; number and currency may come from a file. */
export function AddAccount({
  number = "",
  currency,
  onClose,
}: {
  number?: string;
  currency?: string;
  onClose: (added?: BankAccount) => void;
}) {
  const client = useQueryClient();
  const { organization } = useSession();
  const [intent] = useState(newIntent);
  const [form, setForm] = useState({
    name: "",
    bank: "",
    number,
    currency: currency || organization.base_currency,
    kind: "bank",
  });
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const add = useMutation({
    mutationFn: () => post<BankAccount>("/bank/accounts", form, intent),
    onSuccess: (added) => {
      void client.invalidateQueries();
      onClose(added);
    },
  });
  return (
    <Modal
      title={m.addAccount()}
      onClose={() => onClose()}
      footer={
        <Button
          look="primary"
          busy={add.isPending}
          disabled={!form.name.trim() || !form.number.trim() || form.currency.length !== 3}
          onClick={() => add.mutate()}
        >
          {m.save()}
        </Button>
      }
    >
      <div className="grid gap-3">
        <TextField
          label={m.name()}
          hint={m.nameHint()}
          value={form.name}
          maxLength={80}
          onChange={(event) => set({ name: event.target.value })}
        />
        <SelectField label={m.kind()} value={form.kind} onChange={(event) => set({ kind: event.target.value })}>
          <option value="bank">{m.kindBank()}</option>
          <option value="alipay">{m.kindAlipay()}</option>
          <option value="wechat">{m.kindWechat()}</option>
        </SelectField>
        <TextField
          label={m.bankName()}
          value={form.bank}
          maxLength={80}
          onChange={(event) => set({ bank: event.target.value })}
        />
        <TextField
          label={m.number()}
          value={form.number}
          maxLength={80}
          onChange={(event) => set({ number: event.target.value })}
        />
        <TextField
          label={m.currency()}
          value={form.currency}
          maxLength={3}
          onChange={(event) => set({ currency: event.target.value.toUpperCase() })}
        />
        <WriteFailure error={add.error} />
      </div>
    </Modal>
  );
}
