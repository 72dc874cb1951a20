import { useState } from "react";
import { apiPath, query } from "../../shared/api/client";
import { dayOf } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import * as m from "./messages";

const permitted = ["ar_accountant", "finance_supervisor", "auditor"];

/** Packs the evidence of a customer and period, or of one statement, into a ZIP. Whoever may not has no button. */
export function EvidenceButton({ customer, statement, name }: { customer?: string; statement?: string; name: string }) {
  const { organization, roles } = useSession();
  const today = dayOf(new Date(), organization.time_zone);
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState(`${today.slice(0, 4)}-01-01`);
  const [to, setTo] = useState(today);
  const [internal, setInternal] = useState(false);
  if (!roles.some((it) => permitted.includes(it))) return null;
  const chosen = internal ? { internal } : {};
  const href = statement
    ? apiPath(`/statements/${statement}/evidence${query(chosen)}`)
    : apiPath(`/customers/${customer}/evidence${query({ from, to, ...chosen })}`);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{m.button()}</Button>
      {open && (
        <Modal
          title={m.title({ name })}
          onClose={() => setOpen(false)}
          footer={
            <>
              <Button onClick={() => setOpen(false)}>{shared.cancel()}</Button>
              <a className={buttonClass("primary")} href={href} download onClick={() => setOpen(false)}>
                {m.download()}
              </a>
            </>
          }
        >
          <div className="space-y-4">
            <p>{m.intro()}</p>
            {!statement && (
              <div className="grid grid-cols-2 gap-3">
                <TextField
                  label={m.from()}
                  type="date"
                  value={from}
                  max={to}
                  onChange={(event) => setFrom(event.target.value)}
                />
                <TextField
                  label={m.to()}
                  type="date"
                  value={to}
                  min={from}
                  onChange={(event) => setTo(event.target.value)}
                />
              </div>
            )}
            <label className="flex items-center gap-3">
              <input
                type="checkbox"
                className="size-4"
                checked={internal}
                onChange={(event) => setInternal(event.target.checked)}
              />
              {m.internal()}
            </label>
          </div>
        </Modal>
      )}
    </>
  );
}
