import { useQuery } from "@tanstack/react-query";
import { ApiError, get } from "../../shared/api/client";
import { Failure, SkeletonRows } from "../../shared/ui/states";
import { Lines, Sums } from "./Differing";
import { type Difference, useDifference } from "./data";
import * as m from "./messages";

const most = 20;

/** What a draft shows otherwise than the version before it, ahead of being sent. */
export function BeforeIssue({ id }: { id: string }) {
  const { data, error, refetch } = useDifference(id);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} />;
  if (data.before.version === 0) return null;
  return <Shown title={m.issueTitle({ n: data.before.version })} difference={data} />;
}

/** What a revision would change, ahead of being made. */
export function BeforeRevision({ id }: { id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["statement", id, "revision"],
    queryFn: ({ signal }) => get<Difference>(`/statements/${id}/revision`, signal),
    gcTime: 0,
    retry: false,
  });
  if (error instanceof ApiError && error.code === "nothing_to_do")
    return <p className="text-mute">{m.previewNothing()}</p>;
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} />;
  return <Shown title={m.previewTitle()} difference={data} />;
}

function Shown({ title, difference }: { title: string; difference: Difference }) {
  return (
    <section>
      <h3 className="mb-1 font-semibold">{title}</h3>
      <div className="overflow-hidden rounded-(--radius-card) border border-line">
        <Sums difference={difference} brief />
        <Lines difference={difference} most={most} />
      </div>
    </section>
  );
}
