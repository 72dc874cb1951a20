import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get, query } from "../../shared/api/client";
import type { Page } from "../../shared/api/types";
import { formatDate } from "../../shared/dates";
import { formatMoney, sum } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import { CustomerPicker, type Picked } from "../drafts/CustomerPicker";
import type { OpenItem } from "../workbench/data";
import * as m from "./messages";
import { PostOn, postOnOf } from "./PostOn";
import type { WaitingLine } from "./types";
import { useDecide } from "./useDecide";

/** A person says whose money it is, and which documents it pays, if any. */
export function ByHand({ line, onClose, onPosted }: { line: WaitingLine; onClose: () => void; onPosted: () => void }) {
  const { amount, currency, id } = line.line;
  const [customer, setCustomer] = useState<Picked | undefined>(
    line.owner && { id: line.owner.id, name: line.owner.name, currency: "" },
  );
  const [use, setUse] = useState("account");
  const [documents, setDocuments] = useState<string[]>([]);
  const [remember, setRemember] = useState(true);
  const [on, setOn] = useState(postOnOf(line));
  const decide = useDecide(id, () => {
    onClose();
    onPosted();
  });
  return (
    <Modal
      placement="drawer"
      title={m.byHandTitle()}
      onClose={onClose}
      footer={
        <Button
          look="primary"
          busy={decide.isPending}
          disabled={!customer || (use === "documents" && documents.length === 0)}
          onClick={() =>
            customer &&
            decide.mutate({
              customer_id: customer.id,
              documents: use === "documents" ? documents : undefined,
              posting_date: on || undefined,
              remember,
            })
          }
        >
          {m.postChosen()}
        </Button>
      }
    >
      <div className="grid gap-4">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="min-w-0 break-words">{line.line.counterparty || m.noPayer()}</span>
          <Money amount={amount} currency={currency} code className="text-[1.125rem] font-semibold" />
        </p>
        <CustomerPicker
          picked={customer}
          onPick={(next) => {
            setCustomer(next);
            setDocuments([]);
          }}
        />
        <SelectField label={m.use()} value={use} onChange={(event) => setUse(event.target.value)}>
          <option value="account">{m.onAccount()}</option>
          <option value="documents">{m.forDocuments()}</option>
        </SelectField>
        {customer && use === "documents" && (
          <Documents line={line} customer={customer} chosen={documents} onChange={setDocuments} />
        )}
        <PostOn line={line} value={on} onChange={setOn} error={decide.error} />
        <Remember on={remember} onChange={setRemember} />
        <WriteFailure error={decide.error} />
      </div>
    </Modal>
  );
}

export function Remember({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="flex min-h-(--control) items-center gap-2">
      <input type="checkbox" className="size-4" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {m.remember()}
    </label>
  );
}

interface DocumentsProps {
  line: WaitingLine;
  customer: Picked;
  chosen: string[];
  onChange: (documents: string[]) => void;
}

function Documents({ line, customer, chosen, onChange }: DocumentsProps) {
  const { amount, currency } = line.line;
  const { data, error, refetch } = useQuery({
    queryKey: ["open-items", customer.id, currency],
    queryFn: ({ signal }) =>
      get<Page<OpenItem>>(`/open-items${query({ customer_id: customer.id, side: "debit", currency })}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} />;
  if (data.items.length === 0) return <p className="text-mute">{m.noOpen({ name: customer.name, currency })}</p>;
  const picked = data.items.filter((it) => chosen.includes(it.document.id));
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{m.pickDocuments()}</legend>
      <ul className="max-h-80 divide-y divide-line overflow-y-auto rounded-(--radius-control) border border-line">
        {data.items.map((it) => (
          <li key={it.id}>
            <label className="flex min-h-(--control) flex-wrap items-center gap-x-3 px-3 py-1 hover:bg-sunken">
              <input
                type="checkbox"
                className="size-4"
                checked={chosen.includes(it.document.id)}
                onChange={(event) =>
                  onChange(
                    event.target.checked
                      ? [...chosen, it.document.id]
                      : chosen.filter((document) => document !== it.document.id),
                  )
                }
              />
              <span className="num min-w-0 flex-1">{it.document.document_no}</span>
              {it.disputed && <Chip tone="warn">{m.inDispute()}</Chip>}
              <span className="text-[0.8125rem] text-mute">{m.due({ date: formatDate(it.due_date) })}</span>
              <Money amount={it.open} currency={currency} className="font-medium" />
            </label>
          </li>
        ))}
      </ul>
      <p role="status" className="num mt-1 text-mute">
        {m.pickedSum({
          sum: formatMoney(
            sum(
              picked.map((it) => it.open),
              currency,
            ),
            currency,
          ),
          amount: formatMoney(amount, currency),
        })}
      </p>
    </fieldset>
  );
}
