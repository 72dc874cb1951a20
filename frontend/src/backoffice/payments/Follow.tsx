import { Link } from "wouter";
import type { DocumentView } from "../../shared/api/types";
import { buttonClass } from "../../shared/ui/Button";
import * as m from "./messages";

const follows: [action: string, kind: string, label: () => string, rest?: string][] = [
  ["receive", "receipt", m.receive],
  ["credit", "credit_note", m.credit],
  ["adjust", "adjustment", m.adjust],
  ["refund", "refund", m.refund],
  ["dishonour", "reversal", m.dishonour, "&dishonoured=1"],
  ["reverse_by_draft", "reversal", m.reverseDraft],
];

/** The documents that may follow from this one, each as a draft; what may not now says why. */
export function Follow({ document }: { document: DocumentView }) {
  const actions = document.actions as Record<string, { allowed: boolean; why?: string } | undefined> | undefined;
  // Who may do none of it is not told so once for each.
  const shown = follows.filter(([action]) => actions?.[action]);
  if (!shown.some(([action]) => actions?.[action]?.allowed)) return null;
  return (
    <nav aria-label={m.follow()} className="no-print mt-4 flex flex-wrap items-center gap-2 border-t border-line pt-3">
      {shown.map(([action, kind, label, rest]) =>
        actions?.[action]?.allowed ? (
          <Link
            key={action}
            href={`/console/drafts/new?kind=${kind}&from=${document.id}${rest ?? ""}`}
            className={buttonClass("secondary")}
          >
            {label()}
          </Link>
        ) : (
          <span key={action} className="text-mute">
            {label()}: {actions?.[action]?.why}
          </span>
        ),
      )}
    </nav>
  );
}
