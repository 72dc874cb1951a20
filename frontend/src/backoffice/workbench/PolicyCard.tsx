import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, put } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { WriteFailure } from "../../shared/ui/states";
import * as m from "./messages";

type Allowance = components["schemas"]["BackofficeSettlingAllowance"];

/** What one customer allows automatic allocation beside the organization's rules. */
export function PolicyCard({ customer }: { customer: string }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const key = ["allocation-policy", customer];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Allowance>(`/customers/${customer}/allocation-policy`, signal),
  });
  const save = useMutation({
    mutationFn: (oldest_first: boolean) =>
      put<Allowance>(`/customers/${customer}/allocation-policy`, { oldest_first, row_version: data?.row_version ?? 0 }),
    onSuccess: (next) => {
      client.setQueryData(key, next);
      void client.invalidateQueries({ queryKey: ["allocation-candidates"] });
    },
    onError: () => void client.invalidateQueries({ queryKey: key }),
  });
  if (!data) return null;
  return (
    <section aria-label={m.policyTitle()} className="border-t border-line px-4 py-3">
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          className="mt-0.5 size-4 shrink-0"
          checked={data.oldest_first}
          disabled={!data.change.allowed || save.isPending}
          onChange={(event) => save.mutate(event.target.checked)}
        />
        <span>
          {m.oldestFirst()}
          <span className="block text-[0.8125rem] text-mute">{m.oldestFirstHint()}</span>
          {data.changed_at && (
            <span className="block text-[0.8125rem] text-mute">
              {m.changedBy({
                who: data.changed_by ?? "",
                when: formatInstant(data.changed_at, organization.time_zone),
              })}
            </span>
          )}
        </span>
      </label>
      <WriteFailure error={save.error} />
    </section>
  );
}
