import { useState } from "react";
import { Link } from "wouter";
import { formatInstant } from "../../shared/dates";
import { formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Dot } from "../../shared/ui/Status";
import * as m from "./messages";
import { NoteDialog } from "./NoteDialog";
import { chargebackState, type Whole } from "./words";

/** What the payer disputes at the bank, and what was answered. */
export function Chargebacks({ of, onDone }: { of: Whole; onDone: () => void }) {
  const { organization } = useSession();
  const [answering, setAnswering] = useState("");
  if (of.chargebacks.length === 0) return null;
  return (
    <Card className="mt-4 pb-1">
      <CardHeading>{m.chargebacks()}</CardHeading>
      <ul className="divide-y divide-line">
        {of.chargebacks.map((it) => {
          const { label, tone } = chargebackState(it);
          return (
            <li key={it.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
              <Dot tone={tone}>{label}</Dot>
              <span className="num font-medium">{formatMoney(it.amount, it.currency)}</span>
              {it.fee && (
                <span className="text-mute">
                  {m.fromChargebackFee()} {formatMoney(it.fee, it.currency)}
                </span>
              )}
              <Link href={`/console/documents/${it.document.id}`} className="num text-brand hover:underline">
                {it.document.document_no}
              </Link>
              {it.receipt && (
                <Link href={`/console/documents/${it.receipt.id}`} className="num text-brand hover:underline">
                  {it.receipt.document_no}
                </Link>
              )}
              <span className="num text-mute">{formatInstant(it.opened_at, organization.time_zone)}</span>
              <span className="min-w-0 flex-1 break-words">
                {it.answered_by ? m.answered({ who: it.answered_by, note: it.note ?? "" }) : it.reason}
              </span>
              {it.actions.answer?.allowed && <Button onClick={() => setAnswering(it.id)}>{m.answer()}</Button>}
            </li>
          );
        })}
      </ul>
      {answering && (
        <NoteDialog
          title={m.answerTitle()}
          hint={m.answerHint()}
          button={m.answer()}
          said={m.answerDone()}
          path={`/chargebacks/${answering}/answer`}
          onClose={() => setAnswering("")}
          onDone={onDone}
        />
      )}
    </Card>
  );
}
