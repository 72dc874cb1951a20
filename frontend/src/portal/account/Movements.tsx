import { Link } from "wouter";
import { kindLabel } from "../../shared/labels";
import { useList } from "../../shared/lists";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Card, Facts } from "../../shared/ui/Layout";
import { Listed, Loaded } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { ScrollTable } from "../../shared/ui/ScrollTable";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { Downloads } from "./Downloads";
import * as m from "./messages";
import type { Movement, MovementPage } from "./types";
import { today, useAccount } from "./useAccount";

/** The first day of the month three months back: a quarter and what has begun of the next. */
function monthsBack(count: number): string {
  const [year = 0, month = 1] = today().split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 - count, 1)).toISOString().slice(0, 10);
}

/** What moved the balance, from the opening to the closing of any time. */
export default function Movements() {
  const [params, change] = useParams();
  const account = useAccount("", "12");
  const currency = params.get("currency") || account.data?.currencies[0]?.currency || "";
  const from = params.get("from") || monthsBack(2);
  const to = params.get("to") || today();
  const filter = { currency, from, to };
  const list = useList<MovementPage>("/account/movements", filter, { enabled: currency !== "" });
  const first = list.first as MovementPage | undefined;
  if (account.data?.currencies.length === 0) {
    return (
      <Card>
        <Empty kind="nothing" title={m.nothingOwed()}>
          {m.nothingOwedHint()}
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <div className="no-print flex flex-wrap items-end gap-3">
        <SelectField
          label={m.currency()}
          value={currency}
          onChange={(event) => change({ currency: event.target.value })}
        >
          {account.data?.currencies.map((it) => (
            <option key={it.currency}>{it.currency}</option>
          ))}
        </SelectField>
        <TextField
          type="date"
          label={m.moveFrom()}
          value={from}
          max={to}
          onChange={(event) => change({ from: event.target.value })}
        />
        <TextField
          type="date"
          label={m.moveTo()}
          value={to}
          min={from}
          onChange={(event) => change({ to: event.target.value })}
        />
        <Downloads path="/account/movements/file" filter={filter} />
      </div>
      <Card className="mt-3">
        <Loaded of={{ data: first, error: list.error, refetch: list.refetch }}>
          {(first) => (
            <>
              <Facts
                className="gap-12 px-4 py-3 md:columns-2"
                facts={[
                  [m.opening(), <Money key="o" amount={first.opening} currency={currency} />],
                  [m.debits(), <Money key="d" amount={first.debits} currency={currency} />],
                  [m.creditsMoved(), <Money key="c" amount={first.credits} currency={currency} />],
                  [
                    m.closing(),
                    <strong key="b">
                      <Money amount={first.closing} currency={currency} />
                    </strong>,
                  ],
                ]}
              />
              <Listed
                list={{ ...list, total: first.count }}
                empty={
                  <Empty kind="unmatched" title={m.noMoves()}>
                    {m.noMovesHint()}
                  </Empty>
                }
              >
                {(items) => <Table rows={items} currency={currency} />}
              </Listed>
            </>
          )}
        </Loaded>
      </Card>
    </>
  );
}

function Table({ rows, currency }: { rows: Movement[]; currency: string }) {
  return (
    <>
      <ul className="divide-y divide-line border-t border-line md:hidden">
        {rows.map((it) => (
          <li key={`${it.date}${it.document.id}${it.balance}`}>
            <Link
              href={`/p/documents/${it.document.id}`}
              className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-3 hover:bg-sunken"
            >
              <span className="min-w-0 flex-1 basis-40">
                <span className="block font-medium break-all">{it.document.document_no}</span>
                <span className="num block text-[0.8125rem] text-mute">
                  {it.date} · {moveLabel(it)}
                </span>
              </span>
              <span className="ms-auto text-end">
                <Money amount={it.amount} currency={currency} className="block font-semibold" />
                <span className="block text-[0.8125rem] text-mute">
                  {m.balance()} <Money amount={it.balance} currency={currency} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="hidden md:block">
        <ScrollTable label={m.viewMovements()}>
          <thead>
            <tr>
              <th>{m.day()}</th>
              <th>{m.document()}</th>
              <th className="text-end">{m.debits()}</th>
              <th className="text-end">{m.creditsMoved()}</th>
              <th className="text-end">{m.balance()}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((it) => (
              <tr key={`${it.date}${it.document.id}${it.balance}`}>
                <td className="num whitespace-nowrap">{it.date}</td>
                <td>
                  <Link href={`/p/documents/${it.document.id}`} className="font-medium text-brand hover:underline">
                    {it.document.document_no}
                  </Link>
                  <span className="ms-2 text-mute">
                    {[moveLabel(it), it.invoice_no || it.order_no || it.contract_no, it.description]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </td>
                <td className="text-end">
                  {!it.amount.startsWith("-") && <Money amount={it.amount} currency={currency} bare />}
                </td>
                <td className="text-end">
                  {it.amount.startsWith("-") && <Money amount={it.amount.slice(1)} currency={currency} bare />}
                </td>
                <td className="text-end">
                  <Money amount={it.balance} currency={currency} bare />
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </div>
    </>
  );
}

function moveLabel(it: Movement): string {
  return it.kind === "settlement" ? m.settlementMove() : kindLabel(it.kind);
}
