import { Link } from "wouter";
import type { BucketAmount } from "../../shared/api/types";
import { isEnglish } from "../../shared/i18n/locale";
import { isZero } from "../../shared/money";
import { Money } from "../../shared/ui/Money";
import { heat, shares } from "./heat";

/** How an amount divides over the aging buckets: a bar, and the same as words and numbers. */
export function AgingBar({
  currency,
  buckets,
  hrefOf,
}: {
  currency: string;
  buckets: BucketAmount[];
  /** Where a figure leads: to the items it is made of. */
  hrefOf?: (bucket: string) => string;
}) {
  const parts = shares(
    buckets.map((it) => it.amount),
    currency,
  );
  return (
    <>
      <div className="flex h-3 gap-px overflow-hidden rounded-full" aria-hidden="true">
        {buckets.map((it, at) => (
          <div key={it.key} style={{ width: `${parts[at] ?? 0}%`, background: heat(at, buckets.length, 1) }} />
        ))}
      </div>
      <dl className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-4 gap-y-2">
        {buckets.map((it, at) => (
          <div key={it.key}>
            <dt className="flex items-center gap-1.5 text-mute">
              <span
                className="size-2.5 rounded-sm"
                style={{ background: heat(at, buckets.length, 1) }}
                aria-hidden="true"
              />
              {isEnglish() ? it.label_en : it.label_zh}
              <span className="num ms-1">{(parts[at] ?? 0).toFixed(1)}%</span>
            </dt>
            <dd>
              {hrefOf && !isZero(it.amount) ? (
                <Link href={hrefOf(it.key)} className="hover:underline">
                  <Money amount={it.amount} currency={currency} className="font-medium" />
                </Link>
              ) : (
                <Money amount={it.amount} currency={currency} className="font-medium" />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
