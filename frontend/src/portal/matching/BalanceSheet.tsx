import { type FormEvent, useState } from "react";
import * as shared from "../../shared/messages";
import { readAmount } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import type { MatchingActs } from "./data";
import * as m from "./messages";

/** What the customer's own books say is owed at the cut-off, where the file does not say it. */
export default function BalanceSheet({
  view,
  current,
  acts,
  onClose,
}: {
  view: { currency: string };
  current: { row_version: number; their_closing?: string };
  acts: MatchingActs;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState(current.their_closing ?? "");
  const [error, setError] = useState<string>();
  const { balance } = acts;

  function submit(event: FormEvent) {
    event.preventDefault();
    const amount = readAmount(typed, view.currency);
    setError(amount ? undefined : m.notAnAmount());
    if (amount) balance.mutate({ row_version: current.row_version, balance: amount }, { onSuccess: onClose });
  }

  return (
    <Modal
      title={m.stateBalance()}
      onClose={() => {
        balance.reset();
        onClose();
      }}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button look="primary" type="submit" form="own-balance" busy={balance.isPending}>
            {m.saveBalance()}
          </Button>
        </>
      }
    >
      <form id="own-balance" noValidate onSubmit={submit} className="space-y-4">
        <TextField
          label={`${m.yourBalance()} (${view.currency})`}
          hint={m.yourBalanceHint()}
          error={error}
          inputMode="decimal"
          autoComplete="off"
          inputClass="text-end num"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <WriteFailure error={balance.error} />
      </form>
    </Modal>
  );
}
