import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** Reads and changes the query part of the address, where filters, tabs and the chosen item are kept. */
export function useParams(): [URLSearchParams, (change: Record<string, string | undefined>, push?: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (changes: Record<string, string | undefined>, push = false) => {
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: !push },
      );
    },
    [setParams],
  );
  return [params, change];
}
