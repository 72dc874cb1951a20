import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Chip } from "../../shared/ui/Status";
import { roleLabel } from "../staff/words";
import * as m from "./messages";

type Report = components["schemas"]["BackofficeControlReport"];
type Finding = Report["findings"][number];
type Row = Finding["rows"][number];

const words: Record<string, [() => string, () => string]> = {
  same_person: [m.samePerson, m.samePersonHint],
  roles_meet: [m.rolesMeet, m.rolesMeetHint],
  own_customer: [m.ownCustomer, m.ownCustomerHint],
  account_shared: [m.accountShared, m.accountSharedHint],
  account_is_ours: [m.accountIsOurs, m.accountIsOursHint],
  payee_changed: [m.payeeChanged, m.payeeChangedHint],
  bank_changed: [m.bankChanged, m.bankChangedHint],
  refused_often: [m.refusedOften, m.refusedOftenHint],
};

const homes: Record<Row["kind"], (id: string) => string> = {
  staff: (id) => `/console/settings/people?id=${id}`,
  customer: (id) => `/console/customers/${id}`,
  draft: (id) => `/console/drafts/${id}`,
  document: (id) => `/console/documents/${id}`,
  dispute: (id) => `/console/disputes?view=all&id=${id}`,
  payee_change: () => "/console/settings/organization",
};

/** What an auditor looks for first, each question with its answer. */
export default function Controls() {
  const { data, error, refetch } = useQuery({
    queryKey: ["controls"],
    queryFn: ({ signal }) => get<Report>("/controls", signal),
  });
  return (
    <>
      <PageTitle action={<Button onClick={() => window.print()}>{m.print()}</Button>}>{m.title()}</PageTitle>
      <p className="-mt-2 mb-3 text-mute">{m.hint()}</p>
      <Loaded of={{ data, error, refetch }} rows={8}>
        {(data) => (
          <div className="grid gap-4">
            {data.findings.map((it) => (
              <One key={it.key} finding={it} />
            ))}
          </div>
        )}
      </Loaded>
    </>
  );
}

function One({ finding }: { finding: Finding }) {
  const [title, hint] = words[finding.key] ?? [() => finding.key, () => ""];
  const clear = finding.rows.length === 0;
  return (
    <Card>
      <div className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
        <div className="min-w-0">
          <h2 className="font-semibold">{title()}</h2>
          <p className="text-mute">{hint()}</p>
          <p className="text-[0.8125rem] text-mute">
            {finding.weight === "broken" ? m.mustBeZero() : m.toJudge()} · {m.lookedAt({ count: finding.looked })}
          </p>
        </div>
        <Chip tone={clear ? "ok" : finding.weight === "broken" ? "bad" : "warn"}>
          {clear ? m.clear() : m.foundCount({ count: finding.rows.length })}
        </Chip>
      </div>
      {!clear && <Rows finding={finding} label={title()} />}
    </Card>
  );
}

function Rows({ finding, label }: { finding: Finding; label: string }) {
  const { organization } = useSession();
  return (
    <GridTable label={label} className="max-h-96">
      <thead>
        <tr>
          <th scope="col">{m.who()}</th>
          <th scope="col">{m.other()}</th>
          <th scope="col">{m.detail()}</th>
          <th scope="col">{m.when()}</th>
        </tr>
      </thead>
      <tbody>
        {finding.rows.map((it) => (
          <tr key={`${it.id}${it.detail}`}>
            <td>
              <Link href={homes[it.kind](it.id)} className="text-brand hover:underline">
                {it.subject || it.id}
              </Link>
            </td>
            <td>{it.other}</td>
            <td className="whitespace-normal break-words">
              {finding.key === "roles_meet" ? it.detail.split(" + ").map(roleLabel).join(" + ") : it.detail}
            </td>
            <td className="num text-mute">{it.at && formatInstant(it.at, organization.time_zone)}</td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}
