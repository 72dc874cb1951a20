import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Facts } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import type { AuditRow } from "./data";
import { whoLabel } from "./LogTable";
import * as m from "./messages";
import { actionLabel, changeLabel, fieldLabel } from "./words";

/** One act whole: what was before and after, and what binds it into the chain. */
export function RowSheet({ seq, onClose }: { seq: number; onClose: () => void }) {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["audit-row", seq],
    queryFn: ({ signal }) => get<AuditRow>(`/audit-log/rows/${seq}`, signal),
  });
  return (
    <Modal title={data ? actionLabel(data.action) : m.rowNo({ seq })} placement="drawer" onClose={onClose}>
      <Loaded of={{ data, error, refetch }}>
        {(data) => (
          <>
            <Facts
              facts={[
                [m.when(), formatInstant(data.at, organization.time_zone)],
                [m.who(), whoLabel(data)],
                [m.identity(), data.subject],
                [m.fromAddress(), data.address],
                [
                  m.fieldCustomer(),
                  data.customer_id && (
                    <Link href={`/console/customers/${data.customer_id}`} className="text-brand hover:underline">
                      {data.customer_name || m.openCustomer()}
                    </Link>
                  ),
                ],
              ]}
            />
            <h3 className="mt-4 font-semibold">{m.changes()}</h3>
            {data.withheld && <p className="text-mute">{m.withheld()}</p>}
            <dl className="divide-y divide-line">
              {data.changes.map((it, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same value may be told twice, and the list never changes
                <div key={at} className="py-1.5">
                  <dt className="text-mute" title={it.field}>
                    {fieldLabel(it.field)}
                  </dt>
                  <dd className="wrap-anywhere">{changeLabel(data.action, it)}</dd>
                </div>
              ))}
            </dl>
            <h3 className="mt-4 font-semibold">{m.rowNo({ seq: data.seq })}</h3>
            <Hash label={m.prevHash()} value={data.prev_hash} />
            {data.payload && <Hash label={m.payload()} value={data.payload} />}
            <Hash label={m.rowHash()} value={data.row_hash} />
          </>
        )}
      </Loaded>
    </Modal>
  );
}

function Hash({ label, value }: { label: string; value: string }) {
  return (
    <p className="mt-2">
      <span className="block text-mute">{label}</span>
      <code className="block rounded-(--radius-control) bg-sunken p-2 font-mono text-[0.75rem] break-all select-all">
        {value}
      </code>
    </p>
  );
}
