import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { CustomerPicker, type Picked } from "../drafts/CustomerPicker";
import * as m from "./messages";
import type { Told } from "./words";

/** Makes the receipt of money that fits no payment; what came for a payment is that customer's. */
export function AttributeDialog({ told, onClose, onDone }: { told: Told; onClose: () => void; onDone: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [picked, setPicked] = useState<Picked>();
  const amount = formatMoney(told.amount ?? "0", told.currency);
  const owned = Boolean(told.payment);
  const send = useMutation({
    mutationFn: () =>
      post<{ document_no: string }>(
        `/provider-events/${told.id}/attribution`,
        owned ? {} : { customer_id: picked?.id },
        intent,
      ),
    onSuccess: (made) => {
      toast(m.attributed({ no: made.document_no }));
      onClose();
      onDone();
      void client.invalidateQueries();
    },
  });
  return (
    <Modal
      title={m.attributeTitle()}
      onClose={onClose}
      footer={
        <Button look="primary" busy={send.isPending} disabled={!owned && !picked} onClick={() => send.mutate()}>
          {m.attribute()}
        </Button>
      }
    >
      <div className="grid gap-3">
        <p className="text-mute">
          {owned ? m.attributeOwn({ amount, customer: told.customer?.name ?? "" }) : m.attributeHint({ amount })}
        </p>
        {!owned && <CustomerPicker picked={picked} onPick={setPicked} />}
        <WriteFailure error={send.error} />
      </div>
    </Modal>
  );
}
