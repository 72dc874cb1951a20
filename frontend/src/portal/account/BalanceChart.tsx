import { useState } from "react";
import { formatDate } from "../../shared/dates";
import { formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { Money } from "../../shared/ui/Money";
import { ScrollTable } from "../../shared/ui/ScrollTable";
import * as m from "./messages";
import type { AccountCurrency } from "./types";

const height = 120;
const step = 10;

/** The balance at the end of each month, as bars or as a table; the last is that of the day itself. */
export function BalanceChart({ account }: { account: AccountCurrency }) {
  const [table, setTable] = useState(false);
  const { curve, currency } = account;
  const first = curve[0];
  const last = curve.at(-1);
  if (!first || !last) return null;
  return (
    <section aria-label={m.history()}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{m.history()}</h3>
        <Button look="quiet" aria-pressed={table} onClick={() => setTable(!table)}>
          {table ? m.asChart() : m.asTable()}
        </Button>
      </div>
      {table ? (
        <div className="max-h-80 overflow-y-auto">
          <ScrollTable label={m.history()}>
            <thead>
              <tr>
                <th>{m.day()}</th>
                <th className="text-end">{m.balance()}</th>
              </tr>
            </thead>
            <tbody>
              {curve.map((point) => (
                <tr key={point.on}>
                  <td className="num">{point.on}</td>
                  <td className="text-end">
                    <Money amount={point.balance} currency={currency} />
                  </td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        </div>
      ) : (
        <Bars account={account} from={first.on} to={last.on} balance={last.balance} />
      )}
    </section>
  );
}

function Bars({ account, from, to, balance }: { account: AccountCurrency; from: string; to: string; balance: string }) {
  const { curve, currency } = account;
  const lowest = Math.min(0, ...curve.map((point) => point.share));
  const highest = Math.max(0, ...curve.map((point) => point.share));
  const scale = height / Math.max(highest - lowest, 1);
  const zero = highest * scale;
  const peak = curve.find((point) => Math.abs(point.share) === 1000);
  return (
    <figure className="mt-1">
      <svg
        role="img"
        aria-label={m.historyOf({
          currency,
          from: formatDate(from),
          to: formatDate(to),
          balance: formatMoney(balance, currency),
        })}
        viewBox={`0 0 ${curve.length * step} ${height}`}
        preserveAspectRatio="none"
        className="h-32 w-full"
      >
        {curve.map((point, at) => {
          const tall = Math.max(Math.abs(point.share) * scale, 0.8);
          return (
            <rect
              key={point.on}
              x={at * step + 1.5}
              width={step - 3}
              y={point.share < 0 ? zero : zero - tall}
              height={tall}
              className={at === curve.length - 1 ? "fill-brand" : "fill-brand/45"}
            >
              <title>{`${point.on}  ${formatMoney(point.balance, currency)}`}</title>
            </rect>
          );
        })}
        <line
          x1="0"
          x2={curve.length * step}
          y1={zero}
          y2={zero}
          className="stroke-edge"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="num text-[0.8125rem] text-mute">
        <span className="flex justify-between">
          <span>{from}</span>
          <span>{to}</span>
        </span>
        {peak && m.peak({ amount: formatMoney(peak.balance, currency) })}
      </figcaption>
    </figure>
  );
}
