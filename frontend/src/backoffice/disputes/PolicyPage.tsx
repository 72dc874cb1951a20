import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import * as d from "./messages";
import { PolicyForm } from "./PolicyForm";

export type PolicyView = components["schemas"]["BackofficePolicyView"];

export const policyKey = ["dispute-policies"];

/** How disputes are given out, when they are due and who is told: the version in force, the next one, and those before. */
export default function PolicyPage() {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: policyKey,
    queryFn: ({ signal }) => get<PolicyView>("/dispute-policies", signal),
  });
  const newest = data?.versions[0];
  return (
    <>
      <PageTitle>{d.policyTitle()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{d.policyIntro()}</p>
      <Loaded of={{ data: newest && data, error, refetch }} rows={8}>
        {(data) =>
          newest && (
            <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,1fr)] lg:items-start">
              <PolicyForm key={newest.version} view={data} newest={newest} />
              <Card>
                <CardHeading>{d.versions()}</CardHeading>
                <ul className="space-y-2 px-4 pb-4">
                  {data.versions.map((it) => (
                    <li key={it.version}>
                      {it.version === 0 ? d.version0() : d.version({ n: it.version })}
                      {it.version > 0 && (
                        <>
                          <span className="block text-mute">
                            {it.created_by_name} · {formatInstant(it.created_at, organization.time_zone)}
                          </span>
                          <span className="block break-words text-mute">{it.reason}</span>
                        </>
                      )}
                    </li>
                  ))}
                </ul>
              </Card>
            </div>
          )
        }
      </Loaded>
    </>
  );
}
