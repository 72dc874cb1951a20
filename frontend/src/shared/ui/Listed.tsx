import type { ReactNode } from "react";
import { type List, MoreRow } from "../lists";
import { Failure, SkeletonRows } from "./states";

interface Props<T> {
  list: List<T> & { error: Error | null; refetch: () => unknown };
  /** what stands here when there is nothing */
  empty: ReactNode;
  children: (items: T[]) => ReactNode;
}

/** A list as it is: failed, on its way, empty, or its rows and the way to more. */
export function Listed<T>({ list, empty, children }: Props<T>) {
  if (list.error && !list.items) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.items) return <SkeletonRows rows={6} />;
  if (list.items.length === 0) return empty;
  return (
    <>
      {children(list.items)}
      <MoreRow list={list} />
    </>
  );
}
