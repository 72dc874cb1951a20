import { cx } from "../../shared/classes";
import { isEnglish } from "../../shared/i18n/locale";
import { formatAmount, formatMoney, isNegative, isZero, negate } from "../../shared/money";
import { Money } from "../../shared/ui/Money";
import { Notice } from "../../shared/ui/states";
import type { EntryLine, Preview } from "./data";
import * as m from "./messages";

/** What the server says would come of the choice, currency by currency. */
export function Result({ preview }: { preview: Preview }) {
  const loss = preview.exchange_loss;
  const parts: [label: string, amount: string, currency: string, tone?: string][] = [];
  for (const it of preview.sums) {
    if (!isZero(it.settled)) parts.push([m.settles(), it.settled, it.currency, "text-ok"]);
    if (!isZero(it.debits_left)) parts.push([m.stays(), it.debits_left, it.currency]);
    if (!isZero(it.credits_left)) parts.push([m.staysCredit(), it.credits_left, it.currency]);
  }
  if (!isZero(loss)) {
    const gain = isNegative(loss);
    parts.push([gain ? m.exchangeGain() : m.exchangeLoss(), gain ? negate(loss) : loss, preview.base_currency]);
  }
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1">
      {parts.map(([label, amount, currency, tone]) => (
        <div key={`${label}${currency}`}>
          <dt className="text-[0.8125rem] text-mute">{label}</dt>
          <dd className={cx("num font-semibold", tone)}>{formatMoney(amount, currency)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The pairs and the entry, for who wants to see them before settling. */
export function Details({ preview }: { preview: Preview }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <section aria-label={m.pairsTitle({ count: preview.pair_count })}>
        <h3 className="mb-1 font-semibold">{m.pairsTitle({ count: preview.pair_count })}</h3>
        <ul className="max-h-56 divide-y divide-line overflow-y-auto rounded border border-line">
          {preview.pairs.map((it) => (
            <li key={`${it.debit.item} ${it.credit.item}`} className="flex flex-wrap justify-between gap-x-4 px-3 py-1">
              <span className="num">
                {it.debit.document_no} ← {it.credit.document_no}
              </span>
              <span className="num">
                {formatMoney(it.debit.amount, it.debit.currency)}
                {it.rate && ` = ${formatMoney(it.credit.amount, it.credit.currency)}`}
              </span>
              {it.rate && (
                <span className="basis-full text-[0.8125rem] text-mute">
                  {m.rate({ rate: it.rate, day: it.day_rate ?? "" })}
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={m.entryTitle()}>
        <h3 className="mb-1 font-semibold">{m.entryTitle()}</h3>
        {preview.entry.length === 0 ? (
          <p className="text-mute">{m.noEntry()}</p>
        ) : (
          <Entry lines={preview.entry} base={preview.base_currency} />
        )}
      </section>
    </div>
  );
}

/** Lines of an entry. The base amount has a column of its own where a line is in another currency. */
export function Entry({ lines, base }: { lines: EntryLine[]; base: string }) {
  const foreign = lines.some((it) => it.currency !== base);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={m.entryTitle()} tabIndex={0} className="max-h-56 overflow-auto rounded border border-line">
      <table className="grid-table w-full border-separate border-spacing-0">
        <thead>
          <tr>
            <th scope="col">{m.account()}</th>
            <th scope="col" className="text-end">
              {m.debit()}
            </th>
            <th scope="col" className="text-end">
              {m.credit()}
            </th>
            {foreign && (
              <th scope="col" className="text-end">
                {m.inBase()} · {base}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((it, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one entry never move
            <tr key={at}>
              <td>
                <span className="num">{it.account_code}</span> {isEnglish() ? it.account_name_en : it.account_name}
                {it.document_no && <span className="num ms-2 text-mute">{it.document_no}</span>}
              </td>
              <td className="text-end">
                {it.debit && <Money amount={it.debit} currency={it.currency} code={foreign} bare />}
              </td>
              <td className="text-end">
                {it.credit && <Money amount={it.credit} currency={it.currency} code={foreign} bare />}
              </td>
              {foreign && <td className="num text-end">{formatAmount(it.base, base)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Warnings({ preview }: { preview: Preview }) {
  if (preview.warnings.length === 0) return null;
  return (
    <Notice tone="warn" role="status">
      {preview.warnings
        .map((it) =>
          it.code === "rate_off" ? m.warnRate({ no: it.document_no }) : m.warnUnused({ no: it.document_no }),
        )
        .join(" · ")}
    </Notice>
  );
}
