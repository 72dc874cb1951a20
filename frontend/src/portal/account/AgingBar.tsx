import { Link } from "wouter";
import { query } from "../../shared/api/client";
import { isZero } from "../../shared/money";
import { Money } from "../../shared/ui/Money";
import * as m from "./messages";
import type { AccountCurrency, Bucket } from "./types";
import { bucketLabel } from "./useAccount";

/** What is owed by how late it is: a bar to see, and the same as a list to read and to follow. */
export function AgingBar({ buckets, account, asOf }: { buckets: Bucket[]; account: AccountCurrency; asOf: string }) {
  const parts = buckets.flatMap((bucket, at) => {
    const part = account.aging[at];
    return part && !isZero(part.amount) ? [{ bucket, part, heat: `rgb(var(--heat-${Math.min(at, 6)}))` }] : [];
  });
  if (parts.length === 0) return <p className="text-mute">{m.agingNothing()}</p>;
  return (
    <>
      <div aria-hidden="true" className="flex h-3 gap-px overflow-hidden rounded-full bg-line">
        {parts.map(({ bucket, part, heat }) => (
          <div key={bucket.key} style={{ background: heat, flexGrow: Math.max(part.share, 8) }} />
        ))}
      </div>
      <ul className="mt-2">
        {parts.map(({ bucket, part, heat }) => (
          <li key={bucket.key}>
            <Link
              href={`/p/documents${query({ view: "items", bucket: bucket.key, currency: account.currency, as_of: asOf })}`}
              className="flex min-h-11 items-center gap-2.5 rounded-(--radius-control) px-1 hover:bg-sunken"
            >
              <span aria-hidden="true" className="size-2.5 shrink-0 rounded-full" style={{ background: heat }} />
              <span className="flex-1">{bucketLabel(bucket)}</span>
              <Money amount={part.amount} currency={account.currency} className="font-medium" />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
