import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { GridTable } from "../../shared/ui/GridTable";
import { Dot } from "../../shared/ui/Status";
import { type Job, jobState, kindLabel } from "./data";
import { JobActs } from "./JobActs";
import * as m from "./messages";

/** The jobs, each with how it stands, why it failed, and what can be done about it. */
export function JobTable({ jobs, onOpen }: { jobs: Job[]; onOpen: (id: number) => void }) {
  return (
    <GridTable label={m.title()}>
      <thead>
        <tr>
          <th scope="col">{m.job()}</th>
          <th scope="col">{m.state()}</th>
          <th scope="col" className="text-end">
            {m.attempts()}
          </th>
          <th scope="col">{m.when()}</th>
          <th scope="col">{m.fault()}</th>
          <th scope="col">
            <span className="sr-only">{m.retry()}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((it) => {
          const [tone, word] = jobState(it.state);
          return (
            <tr key={it.id} className="align-top">
              <td>
                <button
                  type="button"
                  className="min-h-6 font-medium text-brand hover:underline"
                  onClick={() => onOpen(it.id)}
                >
                  {kindLabel(it.kind)}
                </button>{" "}
                <span className="num text-mute">#{it.id}</span>
                {it.system && <span className="block text-mute">{m.system()}</span>}
              </td>
              <td>
                <Dot tone={tone}>{word}</Dot>
              </td>
              <td className="num text-end">
                {it.attempt} / {it.max_attempts}
              </td>
              <td className="num text-mute">
                <Moment job={it} />
              </td>
              <td className="min-w-56 whitespace-normal break-words">{it.faults[0]?.error.slice(0, 160)}</td>
              <td className="text-end">
                <JobActs job={it} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </GridTable>
  );
}

/** The moment that matters for how a job stands. */
function Moment({ job }: { job: Job }) {
  const { organization } = useSession();
  const when = (at: string) => formatInstant(at, organization.time_zone);
  if (job.finished_at) return m.ended({ at: when(job.finished_at) });
  if (job.state === "running" && job.attempted_at) return m.began({ at: when(job.attempted_at) });
  return m.next({ at: when(job.scheduled_at) });
}
