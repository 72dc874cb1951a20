import { ChevronLeft } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { cx } from "../../shared/classes";
import { formatRange } from "../../shared/dates";
import type { MatchingView } from "../../shared/matching/types";
import { Button } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import { Failure, Notice, SkeletonRows } from "../../shared/ui/states";
import { useMatching, useMatchingActs } from "./data";
import { MappingStep } from "./MappingStep";
import * as m from "./messages";
import { UploadStep } from "./UploadStep";
import { Workbench } from "./Workbench";

/** Bilateral matching of one statement: bring the own ledger, check its columns, decide about differences, finish. */
export default function MatchingPage({ id }: { id: string }) {
  const matching = useMatching(id);
  if (matching.error && !matching.data) {
    return <Failure error={matching.error} onRetry={() => void matching.refetch()} />;
  }
  if (!matching.data) return <SkeletonRows rows={8} />;
  return <Loaded view={matching.data} />;
}

type Step = "upload" | "columns" | "check" | "done";

function stepOf(view: MatchingView): Step {
  switch (view.matching?.state) {
    case undefined:
      return "upload";
    case "uploaded":
    case "failed":
      return "columns";
    case "completed":
      return "done";
    default:
      return "check";
  }
}

function Loaded({ view }: { view: MatchingView }) {
  const acts = useMatchingActs(view.statement_id);
  const [again, setAgain] = useState<"upload" | "columns">();
  const current = view.matching;
  const step: Step = again ?? stepOf(view);
  return (
    <>
      <MatchingHead view={view} title={m.title()} />
      <Steps at={step} />
      {step === "upload" ? (
        <UploadStep
          view={view}
          acts={acts}
          onCancel={again ? () => setAgain(undefined) : undefined}
          onDone={() => setAgain(undefined)}
        />
      ) : step === "columns" && current ? (
        <>
          {current.failure && (
            <div className="mb-3">
              <Notice tone="bad">{m.failed({ why: current.failure })}</Notice>
            </div>
          )}
          <MappingStep
            key={current.id}
            view={view}
            current={current}
            acts={acts}
            onOther={() => setAgain("upload")}
            onDone={() => setAgain(undefined)}
          />
        </>
      ) : current?.state === "waiting" ? (
        <Card>
          <p className="px-4 pt-4" role="status">
            {m.waiting()}
          </p>
          <SkeletonRows rows={6} />
        </Card>
      ) : current ? (
        <>
          {current.stale && (
            <div className="mb-3">
              <Notice
                tone="warn"
                action={
                  <Button onClick={() => setAgain(view.actions.match?.allowed ? "columns" : "upload")}>
                    {m.compareAgain()}
                  </Button>
                }
              >
                {m.stale()}
              </Notice>
            </div>
          )}
          <Workbench
            view={view}
            current={current}
            acts={acts}
            onOther={view.actions.upload?.allowed ? () => setAgain("upload") : undefined}
          />
        </>
      ) : null}
    </>
  );
}

/** What this page is about, and the way back. */
export function MatchingHead({
  view,
  title,
}: {
  view: { statement_id: string; statement_no: string; period_start: string; cut_off: string };
  title: string;
}) {
  return (
    <div className="mb-3 flex items-start gap-1">
      <Link
        href={`/p/s/${view.statement_id}`}
        aria-label={m.backToStatement()}
        className="no-print -ms-2 grid size-11 shrink-0 place-items-center rounded-xl text-mute hover:bg-sunken hover:text-ink"
      >
        <ChevronLeft className="size-5" aria-hidden="true" />
      </Link>
      <div className="min-w-0 flex-1">
        <h1 className="text-[1.125rem] leading-snug font-semibold">{title}</h1>
        <p className="break-words text-mute">
          {view.statement_no} · <span className="num">{formatRange(view.period_start, view.cut_off)}</span>
        </p>
      </div>
    </div>
  );
}

const steps: [Step, () => string][] = [
  ["upload", m.stepUpload],
  ["columns", m.stepColumns],
  ["check", m.stepCheck],
  ["done", m.stepDone],
];

function Steps({ at }: { at: Step }) {
  const now = steps.findIndex(([step]) => step === at);
  return (
    <ol aria-label={m.stepsLabel()} className="no-print mb-4 flex gap-1.5 text-[0.8125rem]">
      {steps.map(([step, label], place) => (
        <li
          key={step}
          aria-current={step === at ? "step" : undefined}
          className={cx(
            "min-w-0 flex-1 border-t-[3px] pt-1 break-words",
            place <= now ? "border-brand" : "border-line",
            step === at ? "font-semibold text-ink" : "text-mute",
          )}
        >
          {label()}
        </li>
      ))}
    </ol>
  );
}
