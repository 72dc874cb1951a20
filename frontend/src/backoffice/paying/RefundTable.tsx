import { Link } from "wouter";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { GridTable } from "../../shared/ui/GridTable";
import { Dot } from "../../shared/ui/Status";
import { Decision } from "../approvals/Decision";
import * as m from "./messages";
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
          <th scope="col">
            {m.proposedBy()} · {m.decidedBy()}
          </th>
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
  const madeThere = refund.reason === `made at ${refund.provider}`;
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
      <td className="wrap max-w-80 break-words">{refund.note || (madeThere ? m.madeThere() : refund.reason)}</td>
      <td>
        {madeThere
          ? providerWord(refund.provider)
          : [refund.proposed_by, refund.decided_by].filter(Boolean).join(" · ")}
      </td>
      <td>
        <Acts refund={refund} onDone={onDone} />
      </td>
    </tr>
  );
}

function Acts({ refund: it, onDone }: { refund: Refund; onDone: () => void }) {
  if (it.state !== "proposed") return null;
  return (
    <Decision
      path={`/payment-refunds/${it.id}`}
      version={it.row_version}
      actions={it.actions}
      reason="note"
      maxLength={400}
      words={{
        withdraw: m.withdraw(),
        withdrawn: m.withdrawnToast(),
        approve: m.approve(),
        approved: m.approvedToast(),
        decline: m.decline(),
        declined: m.declinedToast(),
        declineTitle: m.declineTitle(),
        declineReason: m.reason(),
      }}
      onDone={onDone}
    />
  );
}
