import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { apiPath, get } from "../../shared/api/client";
import type { Run } from "../../shared/api/types";

export const runKey = (id: string) => ["run", id];

const patience = 3;

export function isLive(run: Run | undefined): boolean {
  return run?.state === "queued" || run?.state === "running";
}

/** A run, followed live by server-sent events while it works; by asking every two seconds where those do not arrive. */
export function useRun(id: string) {
  const client = useQueryClient();
  const [polling, setPolling] = useState(false);
  const run = useQuery({
    queryKey: runKey(id),
    queryFn: ({ signal }) => get<Run>(`/statement-runs/${id}`, signal),
    refetchInterval: (query) => (polling && isLive(query.state.data) ? 2_000 : false),
  });
  const live = isLive(run.data);

  useEffect(() => {
    if (!live || polling) return;
    const source = new EventSource(apiPath(`/statement-runs/${id}/events`));
    let failures = 0;
    source.addEventListener("progress", (event) => {
      failures = 0;
      client.setQueryData(runKey(id), JSON.parse(event.data) as Run);
    });
    source.addEventListener("end", () => {
      source.close();
      void client.invalidateQueries({ queryKey: runKey(id) });
      void client.invalidateQueries({ queryKey: ["list"] });
    });
    source.addEventListener("error", () => {
      failures += 1;
      if (failures < patience && source.readyState !== EventSource.CLOSED) return;
      source.close();
      setPolling(true);
    });
    return () => source.close();
  }, [client, id, live, polling]);

  return run;
}
