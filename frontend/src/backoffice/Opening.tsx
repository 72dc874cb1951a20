import * as m from "../shared/messages";
import { Skeleton } from "../shared/ui/states";

/** The outline of a page while its data is asked for. */
export function Opening() {
  return (
    <div role="status" aria-label={m.loading()} className="space-y-4 p-5">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-32 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
