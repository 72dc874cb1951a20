import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Facts } from "../../shared/ui/Layout";
import { Modal } from "../../shared/ui/Modal";
import { type Job, jobState, kindLabel } from "./data";
import { JobActs } from "./JobActs";
import * as m from "./messages";

/** One job whole: what it was told, and each error. */
export function JobSheet({ job, onClose }: { job: Job; onClose: () => void }) {
  const { organization } = useSession();
  return (
    <Modal
      title={`${kindLabel(job.kind)} #${job.id}`}
      placement="drawer"
      onClose={onClose}
      footer={job.may_retry || job.may_cancel ? <JobActs job={job} /> : undefined}
    >
      <Facts
        facts={[
          [m.kind(), job.kind],
          [m.state(), jobState(job.state)[1]],
          [m.attempts(), `${job.attempt} / ${job.max_attempts}`],
          [m.queues(), job.queue],
        ]}
      />
      {job.args && (
        <>
          <h3 className="mt-4 font-semibold">{m.told()}</h3>
          <code className="block rounded-(--radius-control) bg-sunken p-2 font-mono text-[0.75rem] break-all">
            {job.args}
          </code>
        </>
      )}
      <h3 className="mt-4 font-semibold">{m.faults()}</h3>
      {job.faults.length === 0 && <p className="text-mute">{m.noFaults()}</p>}
      <ul className="divide-y divide-line">
        {job.faults.map((it) => (
          <li key={it.at} className="py-2 break-words">
            <span className="block text-mute">
              {m.attemptAt({ attempt: it.attempt, at: formatInstant(it.at, organization.time_zone) })}
            </span>
            {it.error}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
