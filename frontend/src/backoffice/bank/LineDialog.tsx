import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { newIntent, post } from "../../shared/api/client";
import { formatDate } from "../../shared/dates";
import { formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Facts } from "../../shared/ui/Layout";
import { Modal } from "../../shared/ui/Modal";
import { Chip } from "../../shared/ui/Status";
import { Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { CustomerPicker, type Picked } from "../drafts/CustomerPicker";
import { SlipsOf } from "../slips/SlipsOf";
import * as m from "./messages";
import { PayoutOf } from "./PayoutOf";
import type { BankLine } from "./types";
import { lineKind, lineState, lineTone } from "./words";

/** Everything the bank says of a line, and what can be made of it. */
export function LineDialog({ line, onClose }: { line: BankLine; onClose: () => void }) {
  return (
    <Modal placement="drawer" title={m.lineTitle()} onClose={onClose}>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-2">
        <span className="num text-[1.375rem] font-semibold">{formatMoney(line.amount, line.currency)}</span>
        <Chip tone={lineTone(line.state)}>{line.state === "other" ? lineKind(line.kind) : lineState(line.state)}</Chip>
      </div>
      <Facts
        facts={[
          [m.counterparty(), line.counterparty],
          [m.account(), line.counterparty_account],
          [m.bankName(), line.counterparty_bank],
          [m.purpose(), line.remittance],
          [m.bankText(), line.bank_text],
          [m.bookedOn(), formatDate(line.booked_on)],
          [m.valuedOn(), line.valued_on !== line.booked_on && formatDate(line.valued_on)],
          [m.reference(), line.bank_reference],
          [m.endToEnd(), line.end_to_end],
          [m.batch(), line.batch],
          [m.ofAccount(), line.account_name],
        ]}
      />
      {line.receipt && (
        <div className="mt-3">
          <Notice tone="ok">
            <Link
              href={`/console/documents/${line.receipt.document_id}`}
              className="num font-medium text-brand underline"
            >
              {line.receipt.document_no}
            </Link>{" "}
            {line.receipt.customer_name} · {m.madeBy({ who: line.receipt.made_by })}
          </Notice>
        </div>
      )}
      {Number(line.amount) > 0 && (
        <div className="mt-3">
          <SlipsOf line={line.id} />
        </div>
      )}
      {line.aside_reason && (
        <div className="mt-3">
          <Notice tone="info">{m.asideBy({ who: line.aside_by ?? "", why: line.aside_reason })}</Notice>
        </div>
      )}
      <PayoutOf line={line} onDone={onClose} />
      {line.actions.receive?.allowed && <Receive line={line} onClose={onClose} />}
      {(line.actions.set_aside?.allowed || line.actions.take_back?.allowed) && <Aside line={line} onClose={onClose} />}
    </Modal>
  );
}

function Receive({ line, onClose }: { line: BankLine; onClose: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [customer, setCustomer] = useState<Picked>();
  const [kind, setKind] = useState("receipt");
  const [on, setOn] = useState(line.booked_on);
  const [order, setOrder] = useState("");
  const receive = useMutation({
    mutationFn: () =>
      post<BankLine>(
        `/bank/lines/${line.id}/receipt`,
        { customer_id: customer?.id, kind, posting_date: on || undefined, order_no: order || undefined },
        intent,
      ),
    onSuccess: (made) => {
      void client.invalidateQueries();
      toast(m.receiptMade({ no: made.receipt?.document_no ?? "" }));
      onClose();
    },
  });
  return (
    <section className="mt-4 grid gap-3 border-t border-line pt-4">
      <h3 className="font-semibold">{m.makeReceipt()}</h3>
      <CustomerPicker picked={customer} onPick={setCustomer} />
      <SelectField label={m.as()} value={kind} onChange={(event) => setKind(event.target.value)}>
        <option value="receipt">{m.asReceipt()}</option>
        <option value="advance">{m.asAdvance()}</option>
      </SelectField>
      <TextField
        type="date"
        label={m.postOn()}
        hint={m.postOnHint()}
        value={on}
        onChange={(event) => setOn(event.target.value)}
      />
      <TextField label={m.orderNo()} value={order} maxLength={120} onChange={(event) => setOrder(event.target.value)} />
      <WriteFailure error={receive.error} />
      <Button look="primary" busy={receive.isPending} disabled={!customer} onClick={() => receive.mutate()}>
        {m.makeReceipt()}
      </Button>
    </section>
  );
}

function Aside({ line, onClose }: { line: BankLine; onClose: () => void }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [reason, setReason] = useState("");
  const aside = line.state !== "aside";
  const mark = useMutation({
    mutationFn: () => post<BankLine>(`/bank/lines/${line.id}/aside`, { aside, reason }, intent),
    onSuccess: () => {
      void client.invalidateQueries();
      onClose();
    },
  });
  return (
    <section className="mt-4 grid gap-3 border-t border-line pt-4">
      <h3 className="font-semibold">{aside ? m.setAside() : m.takeBack()}</h3>
      <TextField label={m.why()} value={reason} maxLength={400} onChange={(event) => setReason(event.target.value)} />
      <WriteFailure error={mark.error} />
      <Button busy={mark.isPending} disabled={!reason.trim()} onClick={() => mark.mutate()}>
        {aside ? m.setAside() : m.takeBack()}
      </Button>
    </section>
  );
}
