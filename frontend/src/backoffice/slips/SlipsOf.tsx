import { useState } from "react";
import { useList } from "../../shared/lists";
import type { Slips } from "./data";
import * as m from "./messages";
import { SlipDialog } from "./SlipDialog";

/** The slips of a receipt and its voucher, or of a bank line; each opens. */
export function SlipsOf({ line, document }: { line?: string; document?: string }) {
  const [open, setOpen] = useState<string>();
  const list = useList<Slips>("/bank/slips", { line_id: line, document_id: document });
  if (!list.items) return null;
  return (
    <section aria-label={m.ofReceipt()}>
      <h3 className="mb-1 font-semibold">{m.ofReceipt()}</h3>
      {list.items.length === 0 ? (
        <p className="text-mute">{m.noSlip()}</p>
      ) : (
        <ul>
          {list.items.map((it) => (
            <li key={it.id}>
              <button
                type="button"
                onClick={() => setOpen(it.id)}
                className="inline-flex min-h-11 items-center text-start font-medium break-all text-brand hover:underline"
              >
                {it.number || it.name}
              </button>
            </li>
          ))}
        </ul>
      )}
      {open && <SlipDialog id={open} onClose={() => setOpen(undefined)} />}
    </section>
  );
}
