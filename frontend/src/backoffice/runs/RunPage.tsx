import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { post } from "../../shared/api/client";
import type { Run } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import { formatInstant, formatRange } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { FormModal, ReasonModal } from "../../shared/ui/FormModal";
import { Card, CardHeading, Facts, Progress } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Failure, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import * as cycle from "../cycle/messages";
import { checkLabel } from "../cycle/words";
import { runStateLabel, runTone } from "../labels";
import * as m from "../messages";
import { Opening } from "../Opening";
import { isLive, runKey, useRun } from "./useRun";

type Step = "retry" | "issue" | "cancellation";

/** A run at work or done: progress, what failed and why, and what can be done about it. Leaving the page is safe. */
export default function RunPage({ id }: { id: string }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const { data, error, refetch } = useRun(id);
  const [issuing, setIssuing] = useState(false);
  const step = useMutation({
    mutationFn: (what: Step) => post<Run>(`/statement-runs/${id}/${what}`),
    onSuccess: (_, what) => {
      void client.invalidateQueries({ queryKey: runKey(id) });
      void client.invalidateQueries({ queryKey: ["list"] });
      setIssuing(false);
      toast({ retry: m.retrying(), issue: m.issuing(), cancellation: m.runStopped() }[what]);
    },
  });
  useTitle(data);

  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const finished = data.total - data.pending;
  const { retry, cancel, issue } = data.actions;
  return (
    <>
      <UpLink href="/console/runs">{m.navRuns()}</UpLink>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <h1 className="num text-[1.375rem] font-semibold">{formatRange(data.period_start, data.cut_off)}</h1>
        <Chip tone={runTone(data)}>{runStateLabel(data.state)}</Chip>
        <div className="ms-auto flex flex-wrap gap-2">
          {cancel?.allowed && (
            <Button look="danger" busy={step.isPending} onClick={() => step.mutate("cancellation")}>
              {m.stopRun()}
            </Button>
          )}
          {data.failed + data.blocked > 0 && (
            <Button
              disabled={!retry?.allowed}
              title={retry?.why}
              busy={step.isPending}
              onClick={() => step.mutate("retry")}
            >
              {m.retryFailed({ count: data.failed + data.blocked })}
            </Button>
          )}
          {issue?.allowed && (
            <Button look="primary" onClick={() => setIssuing(true)}>
              {m.issueDrafts()}
            </Button>
          )}
        </div>
      </div>
      <Steps run={data} />
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
        <div className="min-w-0 space-y-4">
          <Card className="p-4">
            <Progress done={finished} of={data.total} label={m.runProgress({ done: finished, total: data.total })} />
            <Pace run={data} />
            <Announce done={finished} of={data.total} />
            <dl className="mt-4 grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-7">
              {(
                [
                  [m.statementsMade(), data.statements, ""],
                  [m.unchanged(), data.unchanged, ""],
                  [m.emptyOnes(), data.empty, ""],
                  [m.failed(), data.failed, data.failed ? "text-bad" : ""],
                  ...(data.blocked ? [[cycle.heldBack(), data.blocked, "text-bad"] as const] : []),
                  ...(data.excluded ? [[cycle.leftOut(), data.excluded, ""] as const] : []),
                  [m.pending(), data.pending, ""],
                ] as const
              ).map(([label, count, tone]) => (
                <div key={label}>
                  <dt className="text-mute">{label}</dt>
                  <dd className={cx("num text-[1.375rem] leading-tight font-semibold", tone)}>{text(count)}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <WriteFailure error={issuing ? undefined : step.error} />
          <Failures run={data} />
          {data.actions.release?.allowed && <Release run={data} />}
        </div>
        <Card className="p-4">
          <Facts
            facts={[
              [shared.period(), <span key="p" className="num">{`${data.period_start} – ${data.cut_off}`}</span>],
              [m.issueMode(), data.issue ? m.issueAtOnce() : m.issueLater()],
              [m.startedBy(), data.scheduled ? cycle.scheduled() : data.created_by_name],
              [m.startedAt(), formatInstant(data.created_at, organization.time_zone)],
              [m.finishedAt(), data.finished_at && formatInstant(data.finished_at, organization.time_zone)],
            ]}
          />
          <p className="mt-3 border-t border-line pt-3">
            <Link href={`/console/statements?run_id=${data.id}`} className="text-brand hover:underline">
              {m.seeStatements()}
            </Link>
          </p>
        </Card>
      </div>
      {issuing && (
        <IssueDrafts
          run={data}
          busy={step.isPending}
          error={step.error}
          onClose={() => setIssuing(false)}
          onIssue={() => step.mutate("issue")}
        />
      )}
    </>
  );
}

/** Shows the share done in the tab's title while the run works. */
function useTitle(run: Run | undefined): void {
  const live = isLive(run);
  const share = run && run.total > 0 ? Math.floor(((run.total - run.pending) / run.total) * 100) : 0;
  useEffect(() => {
    if (!live) return;
    const before = document.title;
    document.title = `${share}% · ${m.navRuns()}`;
    return () => {
      document.title = before;
    };
  }, [live, share]);
}

function Steps({ run }: { run: Run }) {
  // Choosing is behind us; a live run computes, its drafts are then to be checked, and after that nothing is left.
  const at = isLive(run) ? 1 : run.drafts > 0 ? 2 : 4;
  const steps = [m.stepSelect(), m.stepCompute(), m.stepReview(), m.stepIssue()];
  if (run.state === "cancelled") return null;
  return (
    <ol aria-label={m.stepsLabel()} className="mb-4 flex flex-wrap gap-x-6 gap-y-2">
      {steps.map((label, index) => {
        const done = index < at;
        const now = index === at;
        return (
          <li key={label} aria-current={now ? "step" : undefined} className="flex items-center gap-2">
            <span
              aria-hidden="true"
              className={cx(
                "num grid size-6 place-items-center rounded-full text-[0.75rem] font-semibold",
                now ? "bg-brand text-brand-ink" : done ? "bg-ok-bg text-ok" : "border border-line bg-surface text-mute",
              )}
            >
              {index + 1}
            </span>
            <span className={now ? "font-medium" : "text-mute"}>{label}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** How fast it goes and how long it will take, from what was seen since the page was opened. */
function Pace({ run }: { run: Run }) {
  const first = useRef<{ at: number; done: number }>(undefined);
  const done = run.total - run.pending;
  if (!isLive(run)) return null;
  first.current ??= { at: performance.now(), done };
  const seconds = (performance.now() - first.current.at) / 1_000;
  const rate = seconds > 1 ? (done - first.current.done) / seconds : 0;
  if (rate <= 0) return null;
  return (
    <p className="num text-mute">
      {m.pace({ rate: Math.max(1, Math.round(rate)), seconds: Math.ceil(run.pending / rate) })}
    </p>
  );
}

/** Tells those who do not see the bar, at each quarter. */
function Announce({ done, of }: { done: number; of: number }) {
  const quarter = of > 0 ? Math.floor((done / of) * 4) * 25 : 0;
  return (
    <p className="sr-only" aria-live="polite">
      {quarter > 0 && `${quarter}%`}
    </p>
  );
}

/** The failures, one group a cause. */
function Failures({ run }: { run: Run }) {
  if (run.failures.length === 0) return null;
  const groups = new Map<string, Run["failures"]>();
  for (const it of run.failures) {
    const group = it.state === "failed" ? it.code : it.state;
    groups.set(group, [...(groups.get(group) ?? []), it]);
  }
  return (
    <Card className="pb-2">
      <CardHeading>{m.whatFailed()}</CardHeading>
      {[...groups].map(([code, failures]) => (
        <details key={code} open className="px-4 py-1">
          <summary className="min-h-8 content-center font-medium">
            {code === "excluded"
              ? cycle.stateExcluded()
              : code === "blocked"
                ? cycle.stateBlocked()
                : failures[0]?.reason}{" "}
            <span className={code === "excluded" ? "num text-mute" : "num text-bad"}>{failures.length}</span>
          </summary>
          <ul className="divide-y divide-line">
            {failures.map((it) => (
              <li key={it.customer.id} className="flex flex-wrap justify-between gap-x-4 py-1.5">
                <Link href={`/console/customers/${it.customer.id}`} className="text-brand hover:underline">
                  {it.customer.name}
                </Link>
                <span className="num text-mute">{it.customer.code}</span>
                {it.state === "excluded" && <span className="basis-full text-mute">{it.reason}</span>}
                {it.findings.length > 0 && (
                  <span className="basis-full text-mute">
                    {it.findings.map((one) => [checkLabel(one.check), ...one.documents].join(" ")).join(" · ")}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Card>
  );
}

/** Lets those go on that a check holds back, for a reason that stays with the run. */
function Release({ run }: { run: Run }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const held = run.failures.filter((it) => it.state === "blocked").map((it) => it.customer.id);
  const release = useMutation({
    mutationFn: (reason: string) => post<Run>(`/statement-runs/${run.id}/releases`, { customer_ids: held, reason }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: runKey(run.id) });
      setAsking(false);
      toast(cycle.releaseDone());
    },
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{cycle.releaseAll()}</Button>
      {asking && (
        <ReasonModal
          title={cycle.releaseRunTitle()}
          action={cycle.releaseAll()}
          busy={release.isPending}
          error={release.error}
          onClose={() => setAsking(false)}
          onGive={release.mutate}
        />
      )}
    </>
  );
}

function IssueDrafts({
  run,
  busy,
  error,
  onClose,
  onIssue,
}: {
  run: Run;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onIssue: () => void;
}) {
  const [typed, setTyped] = useState("");
  return (
    <FormModal
      title={m.issueDrafts()}
      action={m.issueStatement()}
      busy={busy}
      ready={Number(typed) === run.drafts}
      error={error}
      onClose={onClose}
      onSubmit={onIssue}
    >
      <p>{m.issueDraftsText({ count: run.drafts })}</p>
      <TextField
        label={m.typeTheCount({ count: run.drafts })}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value.trim())}
      />
    </FormModal>
  );
}
