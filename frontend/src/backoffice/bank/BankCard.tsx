import { useState } from "react";
import { useList } from "../../shared/lists";
import { Card, Facts } from "../../shared/ui/Layout";
import { SlipsOf } from "../slips/SlipsOf";
import { LineDialog } from "./LineDialog";
import * as m from "./messages";
import type { BankLines } from "./types";

/** What the bank says of a receipt: its line, and the paper that proves it. */
export function BankCard({ document }: { document: string }) {
  const [open, setOpen] = useState(false);
  const list = useList<BankLines>("/bank/lines", { document_id: document });
  const line = list.items?.[0];
  if (!list.items) return null;
  return (
    <Card className="grid gap-3 p-4">
      <section aria-label={m.lineTitle()}>
        <h2 className="mb-1 font-semibold">{m.lineTitle()}</h2>
        {line ? (
          <>
            <Facts
              facts={[
                [m.counterparty(), line.counterparty],
                [m.account(), line.counterparty_account],
                [m.purpose(), line.remittance || line.bank_text],
                [m.bookedOn(), line.booked_on],
                [m.reference(), line.bank_reference],
                [m.ofAccount(), line.account_name],
              ]}
            />
            <button
              type="button"
              onClick={() => setOpen(true)}
              className="inline-flex min-h-11 items-center font-medium text-brand hover:underline"
            >
              {m.openLine()}
            </button>
          </>
        ) : (
          <p className="text-mute">{m.noLineOfReceipt()}</p>
        )}
      </section>
      <SlipsOf document={document} />
      {open && line && <LineDialog line={line} onClose={() => setOpen(false)} />}
    </Card>
  );
}
