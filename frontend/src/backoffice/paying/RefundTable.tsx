import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { newIntent, post } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Dot } from "../../shared/ui/Status";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "./messages";
import { NoteDialog } from "./NoteDialog";
import { providerWord, type Refund, reasonWord, refundState } from "./words";

/** Refunds with what may be done about each. */
export function RefundTable({ refunds, onDone }: { refunds: Refund[]; onDone: () => void }) {
  return (
    <GridTable label={m.refunds()}>
      <thead>
        <tr>
          <th scope="col">{m.reference()}</th>
          <th scope="col">{shared.customer()}</th>
          <th scope="col" className="text-end">
            {shared.amount()}
          </th>
          <th scope="col">{shared.state()}</th>
          <th scope="col">{m.reason()}</th>
          <th scope="col">{m.proposedBy()}</th>
          <th scope="col">{m.decidedBy()}</th>
          <th scope="col">
            <span className="sr-only">{m.next()}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {refunds.map((it) => (
          <Row key={it.id} refund={it} onDone={onDone} />
        ))}
      </tbody>
    </GridTable>
  );
}

function Row({ refund, onDone }: { refund: Refund; onDone: () => void }) {
  const { label, tone } = refundState(refund);
  return (
    <tr>
      <td className="num">
        {refund.payment ? (
          <Link href={`/console/payments/${refund.payment}`} className="font-medium text-brand hover:underline">
            {refund.reference}
          </Link>
        ) : (
          <span className="text-mute">{refund.provider_ref || providerWord(refund.provider)}</span>
        )}
      </td>
      <td>{refund.customer?.name ?? ""}</td>
      <td className="num text-end font-medium">
        {formatAmount(refund.amount, refund.currency)} <span className="text-mute">{refund.currency}</span>
      </td>
      <td>
        <Dot tone={tone}>{label}</Dot>
        {refund.fault && <span className="ms-2 text-mute">{reasonWord(refund.fault)}</span>}
        {refund.document && (
          <Link href={`/console/documents/${refund.document.id}`} className="num ms-2 text-brand hover:underline">
            {refund.document.document_no}
          </Link>
        )}
      </td>
      <td className="wrap max-w-80 break-words">{refund.note || refund.reason}</td>
      <td>{refund.proposed_by}</td>
      <td>{refund.decided_by ?? ""}</td>
      <td>
        <Acts refund={refund} onDone={onDone} />
      </td>
    </tr>
  );
}

function Acts({ refund, onDone }: { refund: Refund; onDone: () => void }) {
  const client = useQueryClient();
  const [declining, setDeclining] = useState(false);
  const [intent] = useState(newIntent);
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body?: object; said: string }) =>
      post(`/payment-refunds/${refund.id}/${path}`, { row_version: refund.row_version, ...body }, intent),
    onSuccess: (_, { said }) => {
      toast(said);
      onDone();
      void client.invalidateQueries();
    },
  });
  if (refund.state !== "proposed") return null;
  const { decide, withdraw } = refund.actions;
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {withdraw?.allowed ? (
        <Button busy={act.isPending} onClick={() => act.mutate({ path: "withdrawal", said: m.withdrawnToast() })}>
          {m.withdraw()}
        </Button>
      ) : (
        <>
          <Button disabled={!decide?.allowed} title={decide?.why} onClick={() => setDeclining(true)}>
            {m.decline()}
          </Button>
          <Button
            look="primary"
            busy={act.isPending}
            disabled={!decide?.allowed}
            title={decide?.why}
            onClick={() => act.mutate({ path: "decision", body: { approve: true }, said: m.approvedToast() })}
          >
            {m.approve()}
          </Button>
        </>
      )}
      <WriteFailure error={act.error} />
      {declining && (
        <NoteDialog
          title={m.declineTitle()}
          button={m.decline()}
          said={m.declinedToast()}
          path={`/payment-refunds/${refund.id}/decision`}
          body={{ row_version: refund.row_version, approve: false }}
          onClose={() => setDeclining(false)}
          onDone={onDone}
        />
      )}
    </div>
  );
}
