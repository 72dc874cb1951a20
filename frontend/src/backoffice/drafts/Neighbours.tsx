import { useQuery } from "@tanstack/react-query";
import { get, query } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { DocumentSummary, Page } from "../../shared/api/types";
import { kindLabel } from "../../shared/labels";
import { formatAmount, formatMoney } from "../../shared/money";
import { SelectField, TextField } from "../../shared/ui/Field";
import { type Form, kindOf } from "./data";
import * as m from "./messages";

type Item = components["schemas"]["BackofficeOpenItem"];
type Edit = (change: Partial<Form>) => void;

const items = (customer: string | undefined, side: "debit" | "credit") => ({
  queryKey: ["open-items", customer, side],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<Page<Item>>(`/open-items${query({ customer_id: customer, side })}`, signal),
  enabled: customer !== undefined,
});

function hintOf(reason: string): string {
  if (reason === "netting") return m.nettingHint();
  return reason.startsWith("fine_tune") ? m.fineTuneHint() : m.aboutHint();
}

/** The receivable that an adjustment is about. */
export function AboutField({ form, edit }: { form: Form; edit: Edit }) {
  const { data } = useQuery({
    queryKey: ["receivables-of", form.customer?.id],
    queryFn: ({ signal }) =>
      get<Page<DocumentSummary>>(
        `/documents${query({ customer_id: form.customer?.id, kind: "receivable", limit: 200 })}`,
        signal,
      ),
    enabled: form.customer !== undefined,
  });
  return (
    <SelectField
      label={m.about()}
      hint={hintOf(form.reason)}
      disabled={!form.customer}
      value={form.adjusts}
      onChange={(event) => edit({ adjusts: event.target.value })}
    >
      <option value="">{m.aboutNone()}</option>
      {(data?.items ?? [])
        .filter((it) => !it.reversed)
        .map((it) => (
          <option key={it.id} value={it.id}>
            {it.document_no} · {it.document_date} · {m.openIs({ amount: formatMoney(it.open, it.currency) })}
          </option>
        ))}
    </SelectField>
  );
}

/** The credit that a refund pays back: nothing else can be refunded. */
export function RefundFields({ form, edit }: { form: Form; edit: Edit }) {
  const { data } = useQuery(items(form.customer?.id, "credit"));
  const open = data?.items ?? [];
  return (
    <>
      <SelectField
        label={m.refundOf()}
        required
        className="sm:col-span-2"
        disabled={!form.customer}
        hint={data && open.length === 0 ? m.noItem() : undefined}
        value={form.settlesItem}
        onChange={(event) => {
          const chosen = open.find((it) => it.id === event.target.value);
          edit({
            settlesItem: event.target.value,
            amount: chosen?.open ?? "",
            currency: chosen?.currency ?? form.currency,
          });
        }}
      >
        <option value="">{m.chooseItem()}</option>
        {open.map((it) => (
          <option key={it.id} value={it.id}>
            {kindLabel(kindOf(it.kind))} {it.document.document_no} ·{" "}
            {m.openIs({ amount: formatMoney(it.open, it.currency) })}
          </option>
        ))}
      </SelectField>
      <TextField
        label={m.returnNo()}
        hint={m.returnHint()}
        maxLength={120}
        value={form.returnNo}
        onChange={(event) => edit({ returnNo: event.target.value })}
      />
    </>
  );
}

/** A note that is taken in payment. */
export function NoteFields({ form, edit }: { form: Form; edit: Edit }) {
  const change = (part: Partial<Form["note"]>) => edit({ note: { ...form.note, ...part } });
  return (
    <>
      <TextField
        label={m.noteNo()}
        required
        maxLength={120}
        value={form.note.no}
        onChange={(event) => change({ no: event.target.value })}
      />
      <TextField
        label={m.noteDrawer()}
        required
        maxLength={120}
        value={form.note.drawer}
        onChange={(event) => change({ drawer: event.target.value })}
      />
      <TextField
        label={m.noteAcceptor()}
        maxLength={120}
        value={form.note.acceptor}
        onChange={(event) => change({ acceptor: event.target.value })}
      />
      <TextField
        label={m.noteDue()}
        type="date"
        required
        value={form.note.dueOn}
        onChange={(event) => change({ dueOn: event.target.value })}
      />
    </>
  );
}

const causes: [string, () => string][] = [
  ["part_payment", m.causePartPayment],
  ["bank_charges", m.causeBankCharges],
  ["discount_taken", m.causeDiscountTaken],
  ["deduction", m.causeDeduction],
  ["price_difference", m.causePriceDifference],
  ["disputed", m.causeDisputed],
  ["mistake", m.causeMistake],
  ["other", m.causeOther],
];

export const causeLabel = (cause: string) => causes.find(([value]) => value === cause)?.[1]() ?? cause;

/** Which receivables the money names, and why it is less than they have open. */
export function NamedFields({ form, edit }: { form: Form; edit: Edit }) {
  const { data } = useQuery(items(form.customer?.id, "debit"));
  const open = (data?.items ?? []).filter((it) => it.currency === form.currency);
  if (!form.customer) return null;
  return (
    <fieldset className="sm:col-span-2 xl:col-span-3">
      <legend className="mb-1 font-medium">{m.settles()}</legend>
      <p className="mb-1 text-[0.8125rem] text-mute">{open.length > 0 ? m.settlesHint() : m.settlesNone()}</p>
      {open.length > 0 && (
        <ul className="max-h-56 divide-y divide-line overflow-y-auto rounded-(--radius-control) border border-line">
          {open.slice(0, 200).map((it) => (
            <li key={it.id}>
              <label className="flex min-h-(--control) flex-wrap items-center gap-x-3 px-3 py-1">
                <input
                  type="checkbox"
                  className="size-4"
                  checked={form.settles.includes(it.document.id)}
                  onChange={(event) =>
                    edit({
                      settles: event.target.checked
                        ? [...form.settles.filter((id) => id !== it.document.id), it.document.id]
                        : form.settles.filter((id) => id !== it.document.id),
                    })
                  }
                />
                <span className="min-w-0 break-all">{it.document.document_no}</span>
                <span className="num text-mute">{it.due_date}</span>
                <span className="num ms-auto">{formatAmount(it.open, it.currency)}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {form.settles.length > 0 && (
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <SelectField
            label={m.shortCause()}
            hint={m.shortHint()}
            value={form.shortCause}
            onChange={(event) => edit({ shortCause: event.target.value })}
          >
            <option value="">{m.causeNone()}</option>
            {causes.map(([value, label]) => (
              <option key={value} value={value}>
                {label()}
              </option>
            ))}
          </SelectField>
          {form.shortCause && (
            <TextField
              label={m.shortNote()}
              maxLength={500}
              value={form.shortNote}
              onChange={(event) => edit({ shortNote: event.target.value })}
            />
          )}
        </div>
      )}
    </fieldset>
  );
}
