import * as m from "../shared/messages";
import { Skeleton } from "../shared/ui/states";

/** The outline of a page while the session is asked for. */
export function Opening() {
  return (
    <div role="status" aria-label={m.loading()} className="mx-auto max-w-7xl space-y-4 p-4">
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-56 w-full" />
      <Skeleton className="h-96 w-full" />
    </div>
  );
}
