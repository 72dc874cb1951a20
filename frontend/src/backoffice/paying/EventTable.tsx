import { useState } from "react";
import { Link } from "wouter";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Dot } from "../../shared/ui/Status";
import { AttributeDialog } from "./AttributeDialog";
import * as m from "./messages";
import { NoteDialog } from "./NoteDialog";
import { RefundDialog } from "./RefundDialog";
import { providerWord, type Told, toldWord, verdict } from "./words";

/** What providers told, each with its effect; money that waits says what may be done about it. */
export function EventTable({ events, onDone }: { events: Told[]; onDone: () => void }) {
  const { organization } = useSession();
  const [open, setOpen] = useState<{ act: "attribute" | "refund" | "aside"; told: Told }>();
  const close = () => setOpen(undefined);
  return (
    <>
      <GridTable label={m.events()}>
        <thead>
          <tr>
            <th scope="col">{m.when()}</th>
            <th scope="col">{m.provider()}</th>
            <th scope="col">{m.kind()}</th>
            <th scope="col" className="text-end">
              {shared.amount()}
            </th>
            <th scope="col">{m.verdict()}</th>
            <th scope="col">{m.reference()}</th>
            <th scope="col">
              <span className="sr-only">{m.next()}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((it) => {
            const { label, tone } = verdict(it);
            return (
              <tr key={it.id}>
                <td className="num">{formatInstant(it.first_at, organization.time_zone)}</td>
                <td>{providerWord(it.provider)}</td>
                <td>
                  {toldWord(it.kind)} <span className="text-mute">{m.deliveries({ count: it.deliveries })}</span>
                </td>
                <td className="num text-end">
                  {it.amount && (
                    <>
                      {formatAmount(it.amount, it.currency)} <span className="text-mute">{it.currency}</span>
                    </>
                  )}
                </td>
                <td>
                  <Dot tone={tone}>{label}</Dot>
                  {it.looked_by && <span className="ms-2 text-mute">{m.lookedBy({ who: it.looked_by })}</span>}
                </td>
                <td className="num">
                  {it.payment ? (
                    <Link href={`/console/payments/${it.payment}`} className="text-brand hover:underline">
                      {it.reference}
                    </Link>
                  ) : (
                    <span className="block max-w-56 truncate text-mute" title={it.provider_ref}>
                      {it.provider_ref}
                    </span>
                  )}
                  {it.receipt && (
                    <Link
                      href={`/console/documents/${it.receipt.id}`}
                      className="ms-2 text-brand underline-offset-2 hover:underline"
                    >
                      {it.receipt.document_no}
                    </Link>
                  )}
                </td>
                <td>
                  <div className="flex flex-wrap justify-end gap-2">
                    {it.actions.attribute?.allowed && (
                      <Button look="primary" onClick={() => setOpen({ act: "attribute", told: it })}>
                        {m.attribute()}
                      </Button>
                    )}
                    {it.actions.refund?.allowed && (
                      <Button onClick={() => setOpen({ act: "refund", told: it })}>{m.sendBack()}</Button>
                    )}
                    {it.actions.set_aside?.allowed && (
                      <Button look="quiet" onClick={() => setOpen({ act: "aside", told: it })}>
                        {m.setAside()}
                      </Button>
                    )}
                    {it.waits && it.refund_state && <span className="text-mute">{m.viewRefunded()}</span>}
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </GridTable>
      {open?.act === "attribute" && <AttributeDialog told={open.told} onClose={close} onDone={onDone} />}
      {open?.act === "refund" && (
        <RefundDialog
          event={{ id: open.told.id, amount: open.told.amount ?? "0", currency: open.told.currency }}
          onClose={close}
          onDone={onDone}
        />
      )}
      {open?.act === "aside" && (
        <NoteDialog
          title={m.asideTitle()}
          hint={m.asideHint()}
          button={m.setAside()}
          said={m.asideDone()}
          path={`/provider-events/${open.told.id}/aside`}
          onClose={close}
          onDone={onDone}
        />
      )}
    </>
  );
}
