import type { Run } from "../../shared/api/types";
import { useWatched } from "../useWatched";

export const runKey = (id: string) => ["run", id];

export function isLive(run: Run | undefined): boolean {
  return run?.state === "queued" || run?.state === "running";
}

/** A run, followed live while it works. */
export const useRun = (id: string) => useWatched<Run>(runKey(id), `/statement-runs/${id}`, isLive);
