import { useQuery } from "@tanstack/react-query";
import { apiPath, get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { readersInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { Failure } from "../../shared/ui/states";
import * as m from "./messages";

type Own = components["schemas"]["PortalOwnBundles"];

/** How often to look for a bundle that is being made, and how many times. */
const pause = 5_000;
const looks = 24;

/** The sealed files of a statement; the first is made within moments of the last signature. */
export function Bundles({ statement }: { statement: string }) {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["bundles", statement],
    queryFn: ({ signal }) => get<Own>(`/statements/${statement}/bundles`, signal),
    refetchInterval: ({ state }) =>
      state.data && !state.data.items.some((it) => it.both_sides) && state.dataUpdateCount < looks ? pause : false,
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <section aria-labelledby="bundles" className="border-t border-line pt-4">
      <h2 id="bundles" className="font-semibold">
        {m.bundle()}
      </h2>
      <p className="mt-1 text-mute">{data.items.length ? m.bundleText() : m.bundleSoon()}</p>
      <ul className="mt-2 space-y-3">
        {data.items.map((it) => {
          const at = readersInstant(it.stamped_at ?? it.made_at, organization.time_zone);
          return (
            <li key={it.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <a className={buttonClass("secondary")} href={apiPath(`/bundles/${it.id}/file`)} download>
                {m.bundleDownload({ no: it.bundle_no })}
              </a>
              <span className="text-mute">
                {it.signer ? m.bundleSigned({ who: it.signer, at }) : m.bundleSealed({ at })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
