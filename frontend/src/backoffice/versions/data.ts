import { useQuery } from "@tanstack/react-query";
import { get, query } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";

export type Difference = components["schemas"]["VersionDifference"];

/** Two versions of a statement side by side; without numbers the one in force and the one ahead of it. */
export function useDifference(id: string, before?: string | null, after?: string | null) {
  return useQuery({
    queryKey: ["statement", id, "difference", before, after],
    queryFn: ({ signal }) =>
      get<Difference>(
        `/statements/${id}/difference${query({ before: before ?? undefined, after: after ?? undefined })}`,
        signal,
      ),
  });
}
