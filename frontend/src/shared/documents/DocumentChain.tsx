import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../api/client";
import type { ChainLink, ChainRole, DocumentView } from "../api/types";
import { roleLabel } from "../labels";
import * as m from "../messages";
import { formatMoney } from "../money";
import { Failure, Skeleton } from "../ui/states";

type HrefOf = (role: ChainRole, id: string) => string;

/** Where a line comes from and what became of it: contract, order, shipment, invoice, reductions, disputes. */
export function DocumentChain({
  documentId,
  currency,
  hrefOf,
}: {
  documentId: string;
  currency: string;
  hrefOf: HrefOf;
}) {
  const { data, error, refetch } = useQuery({
    queryKey: ["document", documentId],
    queryFn: ({ signal }) => get<DocumentView>(`/documents/${documentId}`, signal),
  });
  return (
    <section className="mt-6" aria-label={m.sourceChain()}>
      <h3 className="mb-2 font-semibold">{m.sourceChain()}</h3>
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <div className="space-y-3">
          <Skeleton className="w-3/4" />
          <Skeleton className="w-2/3" />
          <Skeleton className="w-1/2" />
        </div>
      ) : (
        <>
          <ChainList chain={data.chain} currency={currency} hrefOf={hrefOf} />
          <Link
            href={hrefOf("reduces", documentId)}
            className="mt-1 inline-flex min-h-(--control) items-center font-medium text-brand hover:underline"
          >
            {m.openDocument({ no: data.document_no })}
          </Link>
        </>
      )}
    </section>
  );
}

/** The links of a chain, one below the other along a thread. */
export function ChainList({ chain, currency, hrefOf }: { chain: ChainLink[]; currency: string; hrefOf: HrefOf }) {
  if (chain.length === 0) return <p className="text-mute">{m.noChain()}</p>;
  return (
    <ol className="relative ms-1.5 space-y-3 border-s border-line ps-4">
      {chain.map((it) => (
        <li key={`${it.role}${it.id ?? it.label}`} className="relative">
          <span
            aria-hidden="true"
            className="absolute -start-[1.3125rem] top-1.5 size-2.5 rounded-full border-2 border-brand bg-surface"
          />
          <span className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span>
              <span className="me-2 text-mute">{roleLabel(it.role)}</span>
              {it.id ? (
                <Link href={hrefOf(it.role, it.id)} className="font-medium break-all text-brand hover:underline">
                  {it.label}
                </Link>
              ) : (
                <span className="font-medium break-all">{it.label}</span>
              )}
            </span>
            <span className="num text-[0.875em] text-mute">
              {it.amount && formatMoney(it.amount, currency)} {it.date}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}
