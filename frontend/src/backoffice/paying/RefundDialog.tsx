import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { formatMoney, readAmount } from "../../shared/money";
import { TextField } from "../../shared/ui/Field";
import { ReasonModal } from "../../shared/ui/FormModal";
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
  const send = useMutation({
    mutationFn: (reason: string) =>
      post(
        "/payment-refunds",
        {
          payment_id: payment?.id,
          event_id: event?.id,
          amount: payment && amount.trim() ? (readAmount(amount, payment.currency) ?? amount.trim()) : undefined,
          reason: reason,
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
    <ReasonModal
      title={m.refundTitle()}
      action={m.send()}
      busy={send.isPending}
      error={send.error}
      label={m.reason()}
      maxLength={400}
      onClose={onClose}
      onGive={send.mutate}
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
    </ReasonModal>
  );
}
