import { useState } from "react";
import { text } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { formatAmount, formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Notice } from "../../shared/ui/states";
import { AddAccount } from "./AddAccount";
import * as m from "./messages";
import type { BankPart } from "./types";

/** What a file says about one account. */
export function FilePart({ part, imported }: { part: BankPart; imported: boolean }) {
  const [adding, setAdding] = useState(false);
  // A table may not say its currency, and a file may say what is none; the server then writes two places.
  const money = (amount: string) =>
    /^[A-Z]{3}$/.test(part.currency) ? formatMoney(amount, part.currency) : formatAmount(amount, "CNY");
  const unknown = part.problems.some((it) => it.code === "account_unknown");
  const facts: [string, string][] = [
    [m.period(), part.opens_on ? `${part.opens_on} – ${part.closes_on}` : "–"],
    [m.opening(), part.opening ? money(part.opening) : "–"],
    [m.inSum(), money(part.in)],
    [m.outSum(), money(part.out)],
    [m.closing(), part.closing ? money(part.closing) : "–"],
    [m.count(), text(part.lines)],
    [m.newCount(), text(part.new)],
    [m.knownCount(), text(part.known)],
  ];
  return (
    <Card className="mb-4">
      <CardHeading
        action={
          unknown && !imported && <Button onClick={() => setAdding(true)}>{m.addNamed({ number: part.named })}</Button>
        }
      >
        {part.account_name || part.named || m.ofAccount()} <span className="text-mute">{part.currency}</span>
      </CardHeading>
      <div className="px-4 pb-3">
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt className="text-mute">{label}</dt>
              <dd className="num font-semibold">{value}</dd>
            </div>
          ))}
        </dl>
        {!imported && (
          <div className="mt-3 grid gap-2">
            {part.problems.map((it) => (
              <Notice key={it.reason} tone="bad">
                {it.reason}
              </Notice>
            ))}
            {part.problems.length === 0 && (
              <p>
                <Chip tone={part.proven ? "ok" : "hold"}>{part.proven ? m.proven() : m.noBalances()}</Chip>
              </p>
            )}
          </div>
        )}
      </div>
      {!imported && part.fresh.length > 0 && (
        <>
          <CardHeading>{m.newLines()}</CardHeading>
          <GridTable label={m.newLines()}>
            <thead>
              <tr>
                <th scope="col">{m.bookedOn()}</th>
                <th scope="col">{m.counterparty()}</th>
                <th scope="col" className="text-end">
                  {shared.amount()}
                </th>
                <th scope="col">{m.purpose()}</th>
              </tr>
            </thead>
            <tbody>
              {part.fresh.map((it) => (
                <tr key={it.place}>
                  <td className="num">{it.booked_on}</td>
                  <td>{it.counterparty}</td>
                  <td className="num text-end font-medium">{money(it.amount)}</td>
                  <td className="max-w-80 truncate text-mute" title={it.text}>
                    {it.text}
                  </td>
                </tr>
              ))}
            </tbody>
          </GridTable>
        </>
      )}
      {adding && <AddAccount number={part.named} currency={part.currency} onClose={() => setAdding(false)} />}
    </Card>
  );
}
