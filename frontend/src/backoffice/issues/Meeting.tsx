import { useQuery } from "@tanstack/react-query";
import { FileDown, Printer } from "lucide-react";
import { Link } from "wouter";
import { apiPath, get, query } from "../../shared/api/client";
import { usePrintTitle } from "../../shared/media";
import { formatAmount } from "../../shared/money";
import { Button, ButtonLink } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { UpLink } from "../../shared/ui/UpLink";
import { useParams } from "../../shared/useParams";
import { causeWord, type Issue, type Meeting as List, stateWord, timeLeft } from "./data";
import * as m from "./messages";

/** The list for the follow-up meeting, on screen, on paper and as a table: a heading a customer or an owner. */
export default function Meeting() {
  usePrintTitle(m.meetingTitle());
  const [params, change] = useParams();
  const byOwner = params.get("by") === "owner";
  const asked = {
    by: byOwner ? "owner" : "customer",
    owner: params.get("owner") ?? undefined,
    customer_id: params.get("customer_id") ?? undefined,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ["list", "/issue-meeting", asked],
    queryFn: ({ signal }) => get<List>(`/issue-meeting${query(asked)}`, signal),
  });
  return (
    <>
      <UpLink href="/console/issues">{m.title()}</UpLink>
      <PageTitle
        action={
          <span className="no-print flex flex-wrap gap-2">
            <Button onClick={() => window.print()}>
              <Printer className="size-4" aria-hidden="true" />
              {m.print()}
            </Button>
            <ButtonLink download href={apiPath(`/issue-meeting/file${query(asked)}`)}>
              <FileDown className="size-4" aria-hidden="true" />
              XLSX
            </ButtonLink>
          </span>
        }
      >
        {m.meetingTitle()}
      </PageTitle>
      <p className="mb-3 text-mute">{m.meetingIntro()}</p>
      <div className="no-print mb-3 max-w-60">
        <SelectField
          label={m.groupBy()}
          value={asked.by}
          onChange={(event) => change({ by: event.target.value === "owner" ? "owner" : undefined })}
        >
          <option value="customer">{m.byCustomer()}</option>
          <option value="owner">{m.byOwner()}</option>
        </SelectField>
      </div>
      {!data || data.count === 0 ? (
        <Card>
          <Loaded of={{ data, error, refetch }} rows={8}>
            {() => (
              <Empty kind="done" title={m.none()}>
                {m.noneHint()}
              </Empty>
            )}
          </Loaded>
        </Card>
      ) : (
        <div className="space-y-4">
          <p>
            {m.count({ count: data.count })}
            {data.late > 0 && <span className="ms-3 font-medium text-bad">{m.lateCount({ count: data.late })}</span>}
          </p>
          {data.groups.map((group) => (
            <Card key={group.id} className="overflow-hidden">
              <h2 className="flex flex-wrap items-baseline gap-x-4 px-4 pt-3 pb-1 font-semibold">
                {group.name}
                <span className="font-normal text-mute">{m.count({ count: group.issues.length })}</span>
                {group.late > 0 && <span className="text-bad">{m.lateCount({ count: group.late })}</span>}
                {group.sums.map((sum) => (
                  <span key={sum.currency} className="num font-normal">
                    {formatAmount(sum.amount, sum.currency)} {sum.currency}
                  </span>
                ))}
              </h2>
              <Rows issues={group.issues} name={group.name} byOwner={byOwner} />
            </Card>
          ))}
        </div>
      )}
    </>
  );
}

function Rows({ issues, name, byOwner }: { issues: Issue[]; name: string; byOwner: boolean }) {
  return (
    <GridTable label={name}>
      <thead>
        <tr>
          <th scope="col">{m.what()}</th>
          <th scope="col">{byOwner ? m.customer() : m.owner()}</th>
          <th scope="col">{m.due()}</th>
          <th scope="col">{m.cause()}</th>
          <th scope="col">{m.nextStep()}</th>
          <th scope="col" className="min-w-32">
            {m.minutes()}
          </th>
        </tr>
      </thead>
      <tbody>
        {issues.map((it) => (
          <tr key={it.id}>
            <td className="min-w-48 !whitespace-normal">
              <Link href={`/console/issues/${it.id}`} className="text-brand hover:underline">
                {it.title}
              </Link>
              <span className="block text-mute">
                {[it.issue_no, it.source_no, stateWord(it.state)].filter(Boolean).join(" · ")}
              </span>
            </td>
            <td>{byOwner ? it.customer.name : it.owner.name}</td>
            <td className="num">
              {it.due_on}
              <span className={`block ${it.late ? "font-medium text-bad" : "text-mute"}`}>{timeLeft(it)}</span>
            </td>
            <td>{causeWord(it.cause)}</td>
            <td className="min-w-40 !whitespace-normal">{it.next_step}</td>
            <td />
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}
