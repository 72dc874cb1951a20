import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import type { Job } from "./data";
import * as m from "./messages";

/** Trying a job again, or giving it up: as the server says it may be. */
export function JobActs({ job }: { job: Job }) {
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (what: "retry" | "cancellation") => post(`/jobs/${job.id}/${what}`),
    onSuccess: (_, what) => {
      toast(what === "retry" ? m.retried() : m.gaveUp());
      void client.invalidateQueries({ queryKey: ["list", "/jobs"] });
      void client.invalidateQueries({ queryKey: ["job-counts"] });
    },
  });
  if (!job.may_retry && !job.may_cancel) return null;
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      {job.may_retry && (
        <Button look="quiet" busy={act.isPending} onClick={() => act.mutate("retry")}>
          {m.retry()}
          <span className="sr-only"> #{job.id}</span>
        </Button>
      )}
      {job.may_cancel && (
        <Button look="quiet" busy={act.isPending} onClick={() => act.mutate("cancellation")}>
          {m.cancel()}
          <span className="sr-only"> #{job.id}</span>
        </Button>
      )}
      <WriteFailure error={act.error} />
    </span>
  );
}
