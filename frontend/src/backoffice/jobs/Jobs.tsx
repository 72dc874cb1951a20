import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../../shared/api/client";
import type { Page } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { SelectField } from "../../shared/ui/Field";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { type Job, type JobCounts, kindLabel } from "./data";
import { JobSheet } from "./JobSheet";
import { JobTable } from "./JobTable";
import * as m from "./messages";

/** Background work: what runs, what waits, and what was set aside because it kept failing. */
export default function Jobs() {
  const [params, change] = useParams();
  const [open, setOpen] = useState<number>();
  const state = params.get("state") ?? "";
  const kind = params.get("kind") ?? "";
  const list = useList<Page<Job>>("/jobs", { state, kind });
  const counts = useQuery({
    queryKey: ["job-counts"],
    queryFn: ({ signal }) => get<JobCounts>("/jobs/counts", signal),
    refetchInterval: 10_000,
  });
  const c = counts.data;
  const shown = list.items?.find((it) => it.id === open);
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <p className="-mt-2 mb-3 text-mute">{m.hint()}</p>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <FilterChips
          label={m.state()}
          value={state}
          choices={[
            { value: "", label: shared.all() },
            { value: "failed", label: m.failed(), count: c?.failed },
            { value: "retrying", label: m.retrying(), count: c?.retrying },
            { value: "running", label: m.running(), count: c?.running },
            { value: "waiting", label: m.waiting(), count: c?.waiting },
            { value: "scheduled", label: m.scheduled(), count: c?.scheduled },
            { value: "cancelled", label: m.cancelled() },
            { value: "done", label: m.done() },
          ]}
          onChange={(next) => change({ state: next })}
        />
        <SelectField
          label={m.kind()}
          hideLabel
          className="w-56"
          value={kind}
          onChange={(event) => change({ kind: event.target.value || undefined })}
        >
          <option value="">{m.allKinds()}</option>
          {c?.kinds.map((it) => (
            <option key={it} value={it}>
              {kindLabel(it)}
            </option>
          ))}
        </SelectField>
      </div>
      <Card>
        <Listed
          list={list}
          rows={10}
          empty={
            state === "failed" && !kind ? (
              <Empty kind="done" title={m.allWell()} />
            ) : state || kind ? (
              <NothingMatches onClear={() => change({ state: undefined, kind: undefined })} />
            ) : (
              <Empty kind="nothing" title={m.none()}>
                {m.noneHint()}
              </Empty>
            )
          }
        >
          {(items) => <JobTable jobs={items} onOpen={setOpen} />}
        </Listed>
      </Card>
      {c && c.queues.length > 0 && <Queues counts={c} />}
      {shown && <JobSheet job={shown} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Queues({ counts }: { counts: JobCounts }) {
  const { organization } = useSession();
  return (
    <Card className="mt-4 pb-2">
      <CardHeading>{m.queues()}</CardHeading>
      <ul className="divide-y divide-line">
        {counts.queues.map((it) => (
          <li key={it.name} className="flex flex-wrap items-center justify-between gap-3 px-4 py-2">
            <code className="font-mono">{it.name}</code>
            <span className="num text-mute">{m.queueLine({ waiting: it.waiting, running: it.running })}</span>
            {it.paused && <Dot tone="warn">{m.paused()}</Dot>}
          </li>
        ))}
      </ul>
      {counts.oldest_waiting && (
        <p className="px-4 pt-1 text-[0.8125rem] text-mute">
          {m.oldest({ at: formatInstant(counts.oldest_waiting, organization.time_zone) })}
        </p>
      )}
    </Card>
  );
}
