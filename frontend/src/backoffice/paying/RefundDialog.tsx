import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { formatMoney, readAmount } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { TextArea, TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";

interface Props {
  payment?: { id: string; left: string; currency: string };
  event?: { id: string; amount: string; currency: string };
  onClose: () => void;
  onDone: () => void;
}

/** Asks another person to let money go back: of a payment a part or all of it, of unidentified money the whole. */
export function RefundDialog({ payment, event, onClose, onDone }: Props) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [amount, setAmount] = useState("");
  const [reason, setReason] = useState("");
  const send = useMutation({
    mutationFn: () =>
      post(
        "/payment-refunds",
        {
          payment_id: payment?.id,
          event_id: event?.id,
          amount: payment && amount.trim() ? (readAmount(amount, payment.currency) ?? amount.trim()) : undefined,
          reason: reason.trim(),
        },
        intent,
      ),
    onSuccess: () => {
      toast(m.refundSent());
      onClose();
      onDone();
      void client.invalidateQueries();
    },
  });
  return (
    <Modal title={m.refundTitle()} onClose={onClose}>
      <form
        className="grid gap-3"
        onSubmit={(it) => {
          it.preventDefault();
          if (reason.trim()) send.mutate();
        }}
      >
        {payment && (
          <>
            <p className="text-mute">{m.refundHint({ amount: formatMoney(payment.left, payment.currency) })}</p>
            <TextField
              label={m.amount()}
              hint={m.amountHint()}
              inputMode="decimal"
              value={amount}
              onChange={(it) => setAmount(it.target.value)}
            />
          </>
        )}
        {event && <p className="text-mute">{m.refundWhole({ amount: formatMoney(event.amount, event.currency) })}</p>}
        <TextArea
          label={m.reason()}
          required
          maxLength={400}
          value={reason}
          onChange={(it) => setReason(it.target.value)}
        />
        <WriteFailure error={send.error} />
        <Button type="submit" look="primary" busy={send.isPending} disabled={!reason.trim()}>
          {m.send()}
        </Button>
      </form>
    </Modal>
  );
}
