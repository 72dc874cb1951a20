import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { apiPath, get } from "../shared/api/client";

const patience = 3;

/** Something at work at `path`, followed live by server-sent events while it is; by asking every two seconds where those do not arrive. */
export function useWatched<T extends object>(key: string[], path: string, isLive: (it: T | undefined) => boolean) {
  const client = useQueryClient();
  const [polling, setPolling] = useState(false);
  const watched = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<T>(path, signal),
    refetchInterval: (query) => (polling && isLive(query.state.data as T | undefined) ? 2_000 : false),
  });
  const live = isLive(watched.data as T | undefined);
  const name = key.join("/");

  useEffect(() => {
    if (!live || polling) return;
    const source = new EventSource(apiPath(`${path}/events`));
    const at = name.split("/");
    let failures = 0;
    source.addEventListener("progress", (event) => {
      failures = 0;
      client.setQueryData(at, (before: T | undefined) => ({ ...before, ...(JSON.parse(event.data) as T) }));
    });
    source.addEventListener("end", () => {
      source.close();
      void client.invalidateQueries({ queryKey: at });
      void client.invalidateQueries({ queryKey: ["list"] });
    });
    source.addEventListener("error", () => {
      failures += 1;
      if (failures < patience && source.readyState !== EventSource.CLOSED) return;
      source.close();
      setPolling(true);
    });
    return () => source.close();
  }, [client, path, name, live, polling]);

  return watched;
}
