import { useQuery } from "@tanstack/react-query";
import { get, query } from "../../shared/api/client";
import type { Page, Review } from "../../shared/api/types";
import ReviewNotes from "./ReviewNotes";

/** What waits for a second person on a dispute: the acceptance of its proposal. */
export function useDisputeReview(id: string, asked: boolean): Review | undefined {
  const { data } = useQuery({
    queryKey: ["reviews", "dispute", id],
    queryFn: ({ signal }) => get<Page<Review>>(`/reviews${query({ dispute_id: id })}`, signal),
    enabled: asked,
  });
  return asked ? data?.items[0] : undefined;
}

export function DisputeReview({ review }: { review: Review }) {
  return <ReviewNotes reviews={[review]} />;
}
