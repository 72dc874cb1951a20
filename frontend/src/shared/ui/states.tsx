import { CircleCheck, FileSearch, Inbox, RefreshCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError } from "../api/client";
import { cx } from "../classes";
import * as m from "../messages";
import { Button } from "./Button";

/** A grey bar in the shape of what will come. */
export function Skeleton({ className }: { className?: string }) {
  return <div className={cx("skeleton h-4", className)} aria-hidden="true" />;
}

/** Rows of the final shape while a list loads. */
export function SkeletonRows({ rows = 6, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label={m.loading()} className={cx("divide-y divide-line", className)}>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div key={at} className="flex items-center justify-between gap-6 px-4 py-4">
          <div className="min-w-0 flex-1 space-y-2">
            <Skeleton className="w-2/5" />
            <Skeleton className="h-3 w-3/5" />
          </div>
          <Skeleton className="w-24" />
        </div>
      ))}
    </div>
  );
}

type Emptiness = "nothing" | "unmatched" | "done";

const icons = { nothing: Inbox, unmatched: FileSearch, done: CircleCheck };

/** Nothing yet, nothing that matches, and all done are three different things to read. */
export function Empty({
  kind,
  title,
  children,
  action,
  page,
}: {
  kind: Emptiness;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Nothing else is on the page, so that the title is the page's heading. */
  page?: boolean;
}) {
  const Icon = icons[kind];
  const Title = page ? "h1" : "p";
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Icon className={cx("size-9", kind === "done" ? "text-ok" : "text-mute")} strokeWidth={1.5} aria-hidden="true" />
      <Title className="mt-1 text-[1.0625rem] font-semibold">{title}</Title>
      {children && <div className="max-w-md text-mute">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

/** What to tell about a failure: the server's own words, or that it could not be reached. */
export function explain(error: unknown): { title: string; detail: string; reference?: string } {
  if (error instanceof ApiError) {
    if (error.status === 0) return { title: m.offlineTitle(), detail: m.offlineDetail() };
    return {
      title: error.problem.title || m.failedTitle(),
      detail: error.problem.detail ?? "",
      reference: error.problem.request_id,
    };
  }
  return { title: m.failedTitle(), detail: error instanceof Error ? error.message : "" };
}

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail, reference } = explain(error);
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <TriangleAlert className="size-9 text-bad" strokeWidth={1.5} aria-hidden="true" />
      <p className="mt-1 text-[1.0625rem] font-semibold">{title}</p>
      {detail && <p className="max-w-md text-mute">{detail}</p>}
      {reference && (
        <p className="text-[0.8125rem] text-mute">
          {m.reference()} <code className="font-mono select-all">{reference}</code>
        </p>
      )}
      {onRetry && !(error instanceof ApiError && error.status === 403) && (
        <Button className="mt-2" onClick={onRetry}>
          <RefreshCw className="size-4" aria-hidden="true" />
          {m.retry()}
        </Button>
      )}
    </div>
  );
}

/** A message in the flow of the page, beside what it is about. */
export function Notice({
  tone,
  children,
  action,
  role,
}: {
  tone: "info" | "warn" | "bad" | "ok";
  children: ReactNode;
  action?: ReactNode;
  role?: "alert" | "status";
}) {
  const tones = {
    info: "bg-brand-bg text-ink",
    warn: "bg-warn-bg text-warn",
    bad: "bg-bad-bg text-bad",
    ok: "bg-ok-bg text-ok",
  };
  return (
    <div
      role={role}
      className={cx("flex flex-wrap items-center gap-x-4 gap-y-2 rounded-(--radius-control) px-4 py-3", tones[tone])}
    >
      <div className="min-w-0 flex-1 basis-48">{children}</div>
      {action}
    </div>
  );
}

/** A refused write, said beside the button that caused it. */
export function WriteFailure({ error }: { error: unknown }) {
  if (!error) return null;
  const { title, detail, reference } = explain(error);
  return (
    <Notice tone="bad" role="alert">
      <strong className="font-semibold">{title}</strong>
      {detail && <span className="ms-2">{detail}</span>}
      {reference && (
        <span className="ms-2 text-[0.8125rem]">
          {m.reference()} <code className="font-mono select-all">{reference}</code>
        </span>
      )}
    </Notice>
  );
}
