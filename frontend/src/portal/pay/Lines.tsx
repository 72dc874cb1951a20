import { useState } from "react";
import { Link } from "wouter";
import { formatDate } from "../../shared/dates";
import { formatMoney, readAmount } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import * as m from "./messages";
import type { Picked } from "./PayPage";
import type { Quote, QuoteLine } from "./types";

/** What may be paid, each item with what of it is chosen. */
export function Lines({
  quote,
  picked,
  onPick,
}: {
  quote: Quote;
  picked: Picked | undefined;
  onPick: (next: Picked | undefined) => void;
}) {
  const [changing, setChanging] = useState<QuoteLine>();
  const isPicked = (it: QuoteLine) => (picked ? picked.has(it.item) : it.picked);
  const now = (): Picked =>
    new Map(picked ?? quote.lines.filter((it) => it.picked).map((it) => [it.item, undefined] as const));
  function toggle(it: QuoteLine) {
    const next = now();
    if (isPicked(it)) next.delete(it.item);
    else next.set(it.item, undefined);
    onPick(next);
  }
  const none = picked?.size === 0;
  return (
    <Card>
      <CardHeading
        action={
          <Button look="quiet" onClick={() => onPick(none ? undefined : new Map())}>
            {none ? m.chooseAll() : m.chooseNone()}
          </Button>
        }
      >
        {m.chooseItems()}
      </CardHeading>
      <ul className="divide-y divide-line">
        {quote.lines.map((it) => (
          <li key={it.item} className="flex flex-wrap items-start gap-x-3 px-4 py-2">
            <label className="flex min-h-11 min-w-0 flex-1 basis-52 items-start gap-3 py-1.5">
              <input
                type="checkbox"
                className="mt-0.5 size-5 shrink-0"
                checked={isPicked(it)}
                disabled={Boolean(it.payment)}
                onChange={() => toggle(it)}
              />
              <span className="min-w-0">
                <span className="block font-medium break-all">{it.document.document_no}</span>
                <span className={it.overdue ? "block text-[0.8125rem] text-bad" : "block text-[0.8125rem] text-mute"}>
                  {(it.overdue ? m.overdueSince : m.due)({ date: formatDate(it.due_date) })}
                </span>
                {it.in_dispute && (
                  <span className="block text-[0.8125rem] text-warn">
                    {m.disputedLeftOut({ amount: formatMoney(it.disputed, quote.currency) })}
                  </span>
                )}
                {it.discount_until && isPicked(it) && (
                  <span className="block text-[0.8125rem] text-ok">
                    {m.discountUntil({
                      amount: formatMoney(it.discount, quote.currency),
                      date: formatDate(it.discount_until),
                    })}
                  </span>
                )}
              </span>
            </label>
            <div className="ms-auto flex flex-col items-end py-1.5">
              <Money
                amount={isPicked(it) && it.picked ? it.chosen : it.open}
                currency={quote.currency}
                className={isPicked(it) ? "font-semibold" : "text-mute"}
              />
              {it.payment ? (
                <Link
                  href={`/p/pay/${it.payment}`}
                  className="inline-flex min-h-11 items-center text-[0.8125rem] text-brand underline"
                >
                  {m.underWay()} · {m.openPayment()}
                </Link>
              ) : (
                <button
                  type="button"
                  className="min-h-11 text-[0.8125rem] text-brand underline"
                  onClick={() => setChanging(it)}
                >
                  {m.change()}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {changing && (
        <Part
          line={changing}
          currency={quote.currency}
          amount={picked?.get(changing.item)}
          onClose={() => setChanging(undefined)}
          onDone={(amount) => {
            onPick(now().set(changing.item, amount));
            setChanging(undefined);
          }}
        />
      )}
    </Card>
  );
}

function Part({
  line,
  currency,
  amount,
  onClose,
  onDone,
}: {
  line: QuoteLine;
  currency: string;
  amount: string | undefined;
  onClose: () => void;
  onDone: (amount: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(amount ?? "");
  return (
    <FormModal
      title={m.partTitle({ no: line.document.document_no })}
      placement="sheet"
      action={m.apply()}
      onClose={onClose}
      onSubmit={() => onDone(typed.trim() ? (readAmount(typed, currency) ?? typed.trim()) : undefined)}
    >
      <TextField
        label={m.partLabel()}
        hint={m.partHint({ amount: formatMoney(line.open, currency) })}
        inputMode="decimal"
        autoComplete="off"
        maxLength={24}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </FormModal>
  );
}
