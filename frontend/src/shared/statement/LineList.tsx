import { lazy, Suspense, useEffect } from "react";
import { useMedia } from "../media";
import { SkeletonRows } from "../ui/states";
import type { LineListProps } from "./LineTick";

const wideEnough = "(min-width: 40rem), print";

// Both are fetched beside the statement's data rather than with the page; the likely one at once.
const table = () => import("./LineTable");
const cards = () => import("./LineCards");
const LineTable = lazy(table);
const LineCards = lazy(cards);
if (typeof window !== "undefined") void (window.matchMedia(wideEnough).matches ? table() : cards());

/** Whether lines are shown as a table rather than as cards. */
export function useWideLines(): boolean {
  return useMedia(wideEnough);
}

/** The lines of a statement in the form that fits the screen. */
export function LineList(props: LineListProps) {
  const Form = useWideLines() ? LineTable : LineCards;
  useEffect(() => {
    void table(); // paper shows the table and cannot wait for it
  }, []);
  return (
    <Suspense fallback={<SkeletonRows rows={10} />}>
      <Form {...props} />
    </Suspense>
  );
}
