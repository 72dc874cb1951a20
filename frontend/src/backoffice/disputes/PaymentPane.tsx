import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Link } from "wouter";
import { get, newIntent, post, query } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { DisputeView, RootCause } from "../../shared/api/types";
import { rootCauseLabel, rootCauses } from "../../shared/labels";
import { formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Failure, Skeleton, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "../messages";
import { disputeKey } from "./DisputePanel";
import * as d from "./messages";

type Found = components["schemas"]["BackofficeFoundReceipts"];
type Receipt = Found["items"][number];

const reasons: Record<string, () => string> = {
  amount_equal: d.reasonAmountEqual,
  names_document: d.reasonNamesDocument,
  amount_covers: d.reasonAmountCovers,
  near_date: d.reasonNearDate,
};

/** The customer says it has paid: the receipts that may be the payment, and one step that sets one against the line. */
export function PaymentPane({ dispute, onDone }: { dispute: DisputeView; onDone: () => void }) {
  const client = useQueryClient();
  const [q, setQ] = useState("");
  const [cause, setCause] = useState<RootCause | "">("");
  const [intent] = useState(newIntent);
  const asked = useDeferredValue(q.trim());
  const found = useQuery({
    queryKey: ["dispute-receipts", dispute.id, dispute.row_version, asked],
    queryFn: ({ signal }) => get<Found>(`/disputes/${dispute.id}/receipts${query({ q: asked })}`, signal),
    placeholderData: (before) => before,
  });
  const settle = useMutation({
    mutationFn: (item_id: string) =>
      post<DisputeView>(
        `/disputes/${dispute.id}/payment`,
        { row_version: dispute.row_version, item_id, root_cause: cause },
        intent,
      ),
    onSuccess: (view) => {
      client.setQueryData(disputeKey(view.id), view);
      for (const key of ["statement", "document", "customer", "aging", "work"])
        void client.invalidateQueries({ queryKey: [key] });
      toast(d.foundPaid());
      onDone();
    },
  });
  const may = dispute.actions.settle_paid;
  if (found.error && !found.data) return <Failure error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <div className="space-y-3">
      <p className="text-mute">{d.searchHint()}</p>
      <TextField
        label={d.searchReceipts()}
        type="search"
        value={q}
        maxLength={100}
        onChange={(event) => setQ(event.target.value)}
      />
      {may?.allowed ? (
        <SelectField
          label={m.rootCause()}
          required
          value={cause}
          onChange={(event) => setCause(event.target.value as RootCause | "")}
        >
          <option value="">{m.choose()}</option>
          {rootCauses.map((it) => (
            <option key={it} value={it}>
              {rootCauseLabel(it)}
            </option>
          ))}
        </SelectField>
      ) : (
        <p className="text-mute">{may?.why}</p>
      )}
      <WriteFailure error={settle.error} />
      {!found.data ? (
        <Skeleton className="h-40 w-full" />
      ) : found.data.items.length === 0 ? (
        <p className="text-mute">{d.noReceipts()}</p>
      ) : (
        <ul className="space-y-2">
          {found.data.items.map((it) => (
            <ReceiptCard
              key={it.item_id}
              receipt={it}
              currency={found.data.currency}
              customer={dispute.customer.id}
              busy={settle.isPending && settle.variables === it.item_id}
              may={Boolean(may?.allowed)}
              ready={cause !== "" && !settle.isPending}
              onSettle={() => settle.mutate(it.item_id)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function ReceiptCard({
  receipt,
  currency,
  customer,
  busy,
  may,
  ready,
  onSettle,
}: {
  receipt: Receipt;
  currency: string;
  customer: string;
  busy: boolean;
  may: boolean;
  ready: boolean;
  onSettle: () => void;
}) {
  const some = !/^0(\.0*)?$/.test(receipt.allocable);
  return (
    <li className="rounded-md border border-line px-3 py-2">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <Link href={`/console/documents/${receipt.document.id}`} className="font-medium text-brand hover:underline">
          {receipt.document.document_no}
        </Link>
        <span className="num text-mute">{receipt.date}</span>
      </p>
      <p className="num">
        {d.openOf({ open: formatMoney(receipt.open, currency), amount: formatMoney(receipt.amount, currency) })}
      </p>
      {receipt.reference && <p className="break-words text-mute">{receipt.reference}</p>}
      {receipt.reasons.length > 0 && (
        <p className="mt-1 flex flex-wrap gap-1">
          {receipt.reasons.map((it) => (
            <span key={it} className="rounded-full bg-ok-bg px-2 text-[0.75rem] text-ok">
              {reasons[it]?.() ?? it}
            </span>
          ))}
        </p>
      )}
      {receipt.elsewhere.length > 0 && (
        <p className="mt-1 break-words text-mute">{d.wentTo({ documents: receipt.elsewhere.join(", ") })}</p>
      )}
      {some ? (
        may && (
          <Button className="mt-2 w-full" busy={busy} disabled={!ready} onClick={onSettle}>
            {d.allocateThis({ amount: formatMoney(receipt.allocable, currency) })}
          </Button>
        )
      ) : (
        <p className="mt-1 text-mute">
          {receipt.elsewhere.length > 0 && d.undoFirst()}{" "}
          <Link href={`/console/customers/${customer}`} className="text-brand hover:underline">
            {d.toCustomer()}
          </Link>
        </p>
      )}
    </li>
  );
}
