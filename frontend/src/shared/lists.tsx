import { useInfiniteQuery } from "@tanstack/react-query";
import { get, query } from "./api/client";
import type { Page } from "./api/types";
import * as m from "./messages";
import { Button } from "./ui/Button";

type Filters = Record<string, string | number | boolean | undefined>;

/** A list that is fetched a page at a time; the cursor comes from the page before. */
export function useList<P extends Page<unknown>>(path: string, filters: Filters, options: { enabled?: boolean } = {}) {
  const list = useInfiniteQuery({
    queryKey: ["list", path, filters],
    queryFn: ({ pageParam, signal }) => get<P>(`${path}${query({ ...filters, cursor: pageParam, limit: 50 })}`, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    enabled: options.enabled ?? true,
  });
  const pages = list.data?.pages;
  return {
    ...list,
    first: pages?.[0],
    items: pages?.flatMap((page) => page.items) as P["items"] | undefined,
    total: pages?.[0]?.total,
  };
}

/** What the rows of a list and the way to more need of it. */
export interface List<T> {
  items?: T[];
  total?: number;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** How much is shown of how much there is, and the way to the rest. */
export function MoreRow({ list }: { list: List<unknown> }) {
  const shown = list.items?.length ?? 0;
  if (shown === 0) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 text-[0.8125rem] text-mute">
      <span role="status">
        {list.total === undefined ? m.shownCount({ shown }) : m.shownOf({ shown, total: list.total })}
      </span>
      {list.hasNextPage && (
        <Button look="quiet" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {m.showMore()}
        </Button>
      )}
    </div>
  );
}
