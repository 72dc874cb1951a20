import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { post } from "../../shared/api/client";
import type { CustomerRef, DocumentKind, Page } from "../../shared/api/types";
import { kindLabel } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { Modal } from "../../shared/ui/Modal";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import * as m from "./messages";
import type { Found } from "./types";
import { checkLabel } from "./words";

/** All documents that a check names of one customer, a page at a time. */
export function FoundDocuments({
  scope,
  customer,
  check,
  onClose,
}: {
  scope: object;
  customer: CustomerRef;
  check: string;
  onClose: () => void;
}) {
  const list = useInfiniteQuery({
    queryKey: ["found-documents", scope, customer.id, check],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      post<Page<Found>>("/statement-runs/findings", { ...scope, customer_id: customer.id, check, cursor: pageParam }),
    getNextPageParam: (last) => last.next_cursor || undefined,
  });
  const items = list.data?.pages.flatMap((it) => it.items);
  return (
    <Modal title={m.foundTitle({ check: checkLabel(check), name: customer.name })} onClose={onClose}>
      {list.error && !items ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : !items ? (
        <SkeletonRows rows={8} />
      ) : items.length === 0 ? (
        <Empty kind="nothing" title={m.foundNone()} />
      ) : (
        <ul className="divide-y divide-line">
          {items.map((it) => (
            <li key={it.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
              <Link
                href={it.draft ? `/console/drafts/${it.id}` : `/console/documents/${it.id}`}
                className="font-medium break-all text-brand hover:underline"
              >
                {it.document_no || m.foundDraft()}
              </Link>
              <span className="text-mute">
                {kindLabel(it.kind as DocumentKind)} <span className="num">{it.date}</span>
              </span>
              {it.gross && <span className="num ms-auto">{formatMoney(it.gross, it.currency)}</span>}
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <p className="pt-3">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {shared.showMore()}
          </Button>
        </p>
      )}
    </Modal>
  );
}
