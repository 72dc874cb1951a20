import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { get, getBytes } from "../api/client";
import type { StatementContent, StatementView } from "../api/types";
import { fingerprint } from "./fingerprint";

export const statementKey = (id: string) => ["statement", id];

/** The live part of a statement: its state, the answers, what may be done. */
export function useStatement(id: string) {
  return useQuery({
    queryKey: statementKey(id),
    queryFn: ({ signal }) => get<StatementView>(`/statements/${id}`, signal),
  });
}

export interface FrozenContent {
  content: StatementContent;
  /** The SHA-256 of the bytes received; undefined where this browser cannot compute it. */
  digest: string | undefined;
}

/** The frozen part, with the hash of exactly the bytes that arrived. Fetched again when a new version is issued. */
export function useContent(id: string, expected: string | undefined) {
  const loaded = useQuery({
    queryKey: ["statement-content", id],
    queryFn: async ({ signal }): Promise<FrozenContent> => {
      const bytes = await getBytes(`/statements/${id}/content`, signal);
      const digest = await fingerprint(bytes);
      return { content: JSON.parse(new TextDecoder().decode(bytes)) as StatementContent, digest };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { refetch } = loaded;
  const digest = loaded.data?.digest;
  useEffect(() => {
    if (expected && digest && expected !== digest) void refetch();
    // Only a newly issued version is a reason to ask again; a hash that stays wrong is shown as wrong.
  }, [expected, digest, refetch]);
  return loaded;
}

export type Integrity = "checking" | "verified" | "mismatch" | "unchecked";

export function integrity(frozen: FrozenContent | undefined, expected: string | undefined): Integrity {
  if (!frozen || !expected) return "checking";
  if (!frozen.digest) return "unchecked";
  return frozen.digest === expected ? "verified" : "mismatch";
}
