import { percent } from "../../shared/documents/DocumentBody";
import * as shared from "../../shared/messages";
import { formatAmount, formatNumber } from "../../shared/money";
import type { Round } from "../../shared/receivables/types";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { ScrollTable } from "../../shared/ui/ScrollTable";
import * as m from "./messages";

type Line = Round["lines"][number];

const cells: [label: () => string, value: (line: Line, currency: string) => string | undefined][] = [
  [shared.quantity, (it) => it.quantity && `${formatNumber(it.quantity)} ${it.unit}`],
  [shared.unitPrice, (it) => it.unit_price && formatNumber(it.unit_price)],
  [shared.net, (it, currency) => formatAmount(it.net, currency)],
  [shared.taxRate, (it) => percent(it.tax_rate)],
  [shared.tax, (it, currency) => formatAmount(it.tax, currency)],
];

/** What is charged: a table where there is room, one block a line on a phone, so that no amount leaves the screen. */
export function Lines({ round }: { round: Round }) {
  const { currency } = round;
  return (
    <Card>
      <CardHeading action={<span className="pe-2 text-mute">{currency}</span>}>{m.lines()}</CardHeading>
      <ul className="divide-y divide-line md:hidden">
        {round.lines.map((it, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are shown as they were asked and never move
          <li key={at} className="px-4 py-3">
            <p className="font-medium break-words">{it.description}</p>
            {it.item_code && <p className="text-[0.8125rem] text-mute">{it.item_code}</p>}
            <dl className="mt-1 grid grid-cols-[1fr_auto] gap-y-0.5">
              {cells.map(([label, value]) => {
                const shown = value(it, currency);
                return (
                  shown && (
                    <div key={label()} className="contents">
                      <dt className="text-mute">{label()}</dt>
                      <dd className="num text-end">{shown}</dd>
                    </div>
                  )
                );
              })}
              <dt>{shared.gross()}</dt>
              <dd className="num text-end font-semibold">{formatAmount(it.gross, currency)}</dd>
            </dl>
          </li>
        ))}
      </ul>
      <div className="max-md:hidden">
        <ScrollTable label={m.lines()}>
          <thead>
            <tr>
              <th scope="col">{shared.description()}</th>
              {cells.map(([label]) => (
                <th key={label()} scope="col" className="text-end">
                  {label()}
                </th>
              ))}
              <th scope="col" className="text-end">
                {shared.gross()}
              </th>
            </tr>
          </thead>
          <tbody>
            {round.lines.map((it, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines are shown as they were asked and never move
              <tr key={at}>
                <td className="min-w-40 break-words">
                  {it.description}
                  {it.item_code && <span className="block text-[0.875em] text-mute">{it.item_code}</span>}
                </td>
                {cells.map(([label, value]) => (
                  <td key={label()} className="num text-end">
                    {value(it, currency)}
                  </td>
                ))}
                <td className="num text-end font-medium">{formatAmount(it.gross, currency)}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </div>
      <p className="flex items-baseline justify-between gap-3 border-t border-line px-4 py-3">
        <span className="text-mute">{shared.total()}</span>
        <Money amount={round.gross} currency={currency} className="text-[1.125rem] font-semibold" />
      </p>
    </Card>
  );
}
