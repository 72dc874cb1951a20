import { X } from "lucide-react";
import type { Action } from "../../shared/api/types";
import { Button, IconButton } from "../../shared/ui/Button";
import { Money } from "../../shared/ui/Money";
import * as m from "../pages/messages";

/** What is ticked, what it adds up to, and what can be done with it. */
export default function SelectionBar({
  count,
  sum,
  currency,
  busy,
  confirm,
  dispute,
  onClear,
  onDispute,
  onConfirm,
}: {
  count: number;
  sum: string;
  currency: string;
  busy: boolean;
  confirm: Action | undefined;
  dispute: Action | undefined;
  onClear: () => void;
  onDispute: () => void;
  onConfirm: () => void;
}) {
  return (
    <>
      <div className="h-32 sm:h-24" aria-hidden="true" />
      <section
        id="selection"
        tabIndex={-1}
        aria-label={m.selectionLabel()}
        className="no-print rise fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] shadow-lift"
      >
        <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
          <p
            className="flex min-w-0 flex-1 basis-60 flex-wrap items-baseline justify-between gap-x-3 sm:justify-start"
            role="status"
          >
            <span>{m.selectedCount({ count })}</span>
            <Money amount={sum} currency={currency} className="text-[1.0625rem] font-semibold" />
          </p>
          <div className="flex flex-1 basis-60 items-center gap-2 sm:flex-none sm:basis-auto">
            <IconButton label={m.clearSelection()} onClick={onClear}>
              <X className="size-5" aria-hidden="true" />
            </IconButton>
            <Button
              className="flex-1 sm:min-w-32"
              disabled={!dispute?.allowed}
              title={dispute?.why}
              onClick={onDispute}
            >
              {m.raiseDispute()}
            </Button>
            <Button
              look="primary"
              className="flex-1 sm:min-w-40"
              busy={busy}
              disabled={!confirm?.allowed}
              title={confirm?.why}
              onClick={onConfirm}
            >
              {m.confirmLines()}
            </Button>
          </div>
        </div>
      </section>
    </>
  );
}
