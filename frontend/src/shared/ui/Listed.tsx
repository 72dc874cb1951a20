import type { ReactNode } from "react";
import { type List, MoreRow } from "../lists";
import * as m from "../messages";
import { Button } from "./Button";
import { Empty, Failure, SkeletonRows } from "./states";

/** What is asked of the server: it came, it failed, or it is on its way. */
interface Asked {
  error: unknown;
  refetch: () => unknown;
}

interface LoadedProps<D> {
  of: Asked & { data?: D };
  /** how many rows the place keeps meanwhile */
  rows?: number;
  children: (data: D) => ReactNode;
}

/** What was asked for as it is: failed, on its way, or here. What is here stays when asking again fails. */
export function Loaded<D>({ of, rows, children }: LoadedProps<D>) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failure error={of.error} onRetry={() => void of.refetch()} />;
  return <SkeletonRows rows={rows} />;
}

interface ListedProps<T> {
  list: Asked & ({ items?: T[]; hasNextPage?: undefined } | List<T>);
  rows?: number;
  /** what stands here when there is nothing */
  empty: ReactNode;
  children: (items: T[]) => ReactNode;
}

/** A list as it is: failed, on its way, empty, or its rows and, where it comes in pages, the way to more. */
export function Listed<T>({ list, rows, empty, children }: ListedProps<T>) {
  return (
    <Loaded of={{ data: list.items, error: list.error, refetch: list.refetch }} rows={rows}>
      {(items) =>
        items.length === 0 ? (
          empty
        ) : (
          <>
            {children(items)}
            {list.hasNextPage !== undefined && <MoreRow list={list} />}
          </>
        )
      }
    </Loaded>
  );
}

/** There is something, but not with what was asked for; the way back to all of it. */
export function NothingMatches({ onClear, children }: { onClear: () => void; children?: ReactNode }) {
  return (
    <Empty kind="unmatched" title={m.nothingMatches()} action={<Button onClick={onClear}>{m.clearFilters()}</Button>}>
      {children}
    </Empty>
  );
}
