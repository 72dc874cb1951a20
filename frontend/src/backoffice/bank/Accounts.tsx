import { useState } from "react";
import { cx } from "../../shared/classes";
import { formatDate } from "../../shared/dates";
import { formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { AddAccount } from "./AddAccount";
import * as m from "./messages";
import type { BankAccount, BankAccounts } from "./types";

/** The accounts as cards: choosing one narrows what is below, choosing it again shows all. */
export function Accounts({
  data,
  chosen,
  onChoose,
}: {
  data: BankAccounts;
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
}) {
  const [adding, setAdding] = useState(false);
  const add = data.actions.add?.allowed && <Button onClick={() => setAdding(true)}>{m.addAccount()}</Button>;
  return (
    <Card className="mb-4 pb-3">
      <CardHeading action={data.items.length > 0 && add}>{m.accounts()}</CardHeading>
      {data.items.length === 0 ? (
        <Empty kind="nothing" title={m.noAccounts()} action={add}>
          {m.noAccountsHint()}
        </Empty>
      ) : (
        <ul className="grid gap-3 px-4 pt-1 sm:grid-cols-2 lg:grid-cols-3">
          {data.items.map((it) => (
            <li key={it.id}>
              <AccountCard
                account={it}
                chosen={it.id === chosen}
                onChoose={() => onChoose(it.id === chosen ? undefined : it.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {adding && <AddAccount onClose={() => setAdding(false)} />}
    </Card>
  );
}

function AccountCard({ account, chosen, onChoose }: { account: BankAccount; chosen: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cx(
        "block size-full rounded-(--radius-control) border px-3 py-2 text-start",
        chosen ? "border-brand bg-brand-bg" : "border-line hover:border-edge",
      )}
    >
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-semibold">{account.name}</span>
        <span className="text-mute">{account.currency}</span>
      </span>
      <span className="num block text-mute break-all">{account.number}</span>
      <span className="mt-1 flex flex-wrap items-baseline justify-between gap-x-3">
        {account.balance && account.last_on ? (
          <>
            <span className="text-mute">{m.balanceOn({ date: formatDate(account.last_on) })}</span>
            <span className="num font-semibold">{formatMoney(account.balance, account.currency)}</span>
          </>
        ) : (
          <span className="text-mute">{m.noBalance()}</span>
        )}
      </span>
      <span className="mt-1 block">
        {account.closed ? (
          <Dot tone="neutral">{m.closed()}</Dot>
        ) : account.unmatched > 0 ? (
          <Dot tone="warn">{m.unmatchedCount({ count: account.unmatched })}</Dot>
        ) : (
          account.statements > 0 && <Dot tone="ok">{m.allMatched()}</Dot>
        )}
      </span>
    </button>
  );
}
