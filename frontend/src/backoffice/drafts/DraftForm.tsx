import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useState } from "react";
import { useLocation } from "wouter";
import { ApiError, newIntent, post, put } from "../../shared/api/client";
import { defaultsOf, useFields } from "../../shared/fields/data";
import { FieldValues } from "../../shared/fields/FieldValues";
import { kindLabel } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextArea, TextField } from "../../shared/ui/Field";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Computed } from "./Computed";
import { CustomerPicker } from "./CustomerPicker";
import {
  type Draft,
  type DraftKind,
  type DraftPreview,
  documentOf,
  draftKinds,
  emptyForm,
  emptyLine,
  type Form,
  type FormLine,
  hasLines,
  isMoneyIn,
  kindOf,
} from "./data";
import { ItemTypeField } from "./ItemTypeField";
import { LineFields } from "./LineFields";
import * as m from "./messages";
import { AboutField, NamedFields, NoteFields, RefundFields } from "./Neighbours";
import { ReducesField } from "./ReducesField";

const adjustmentReasons: [string, () => string][] = [
  ["rebate", m.reasonRebate],
  ["allowance", m.reasonAllowance],
  ["discount", m.reasonDiscount],
  ["deduction", m.reasonDeduction],
  ["penalty", m.reasonPenalty],
  ["interest", m.reasonInterest],
  ["tail_difference", m.reasonTailDifference],
  ["netting", m.reasonNetting],
  ["fine_tune", m.reasonFineTune],
  ["fine_tune_tax", m.reasonFineTuneTax],
];

const methods: [string, () => string][] = [
  ["bank", m.methodBank],
  ["cash", m.methodCash],
  ["provider", m.methodProvider],
  ["note", m.methodNote],
  ["other", m.methodOther],
];

/** A netting is of no tax, and its numbers are the agreement's and the payable's, not the receivable's own. */
function reasonChange(form: Form, reason: string): Partial<Form> {
  if (reason !== "netting") return { reason };
  const lines = form.lines.map((line) => ({ ...line, kind: "service", taxRate: "0" }));
  return { reason, contractNo: "", invoiceNo: "", lines };
}

/** A document entered by hand, or a draft that is changed. All figures beside what was typed come from the server. */
export function DraftForm({ start, draft }: { start: Form; draft?: Draft }) {
  const [form, setForm] = useState(start);
  const [intent, setIntent] = useState(newIntent);
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const edit = (change: Partial<Form>) => {
    setForm((before) => ({ ...before, ...change }));
    setIntent(newIntent());
  };
  const ownFields = useFields("document", "form");
  const lineFields = useFields("line", "form");
  const values = form.fields ?? defaultsOf(ownFields);
  const netting = form.kind === "adjustment" && form.reason === "netting";
  const document = documentOf({ ...form, fields: values });
  const asked = useDeferredValue(JSON.stringify(document));
  const preview = useQuery({
    queryKey: ["draft-preview", asked],
    queryFn: () => post<DraftPreview>("/drafts/preview", JSON.parse(asked ?? "{}")),
    enabled: asked !== undefined,
    retry: false,
    placeholderData: (before) => before,
  });
  const save = useMutation({
    mutationFn: async (submit: boolean) => {
      const kept = draft
        ? await put<Draft>(`/drafts/${draft.id}`, { row_version: draft.row_version, document })
        : await post<Draft>("/drafts", document, intent);
      return submit ? post<Draft>(`/drafts/${kept.id}/submission`, { row_version: kept.row_version }) : kept;
    },
    onSuccess: (kept, submit) => {
      client.setQueryData(["draft", kept.id], kept);
      void client.invalidateQueries({ queryKey: ["list", "/drafts"] });
      toast(submit ? m.submitted() : m.saved());
      navigate(`/console/drafts/${kept.id}`);
    },
  });
  // The lines that were sent are the filled ones, in their order.
  const filled = form.lines.filter((it) => it.net !== "" || (it.quantity !== "" && it.unitPrice !== ""));
  const computedOf = (line: FormLine) => {
    const at = filled.indexOf(line);
    return at < 0 || preview.error ? undefined : preview.data?.document.lines?.[at];
  };
  const problem = save.error ?? preview.error;
  const faults = problem instanceof ApiError ? (problem.problem.fields ?? []) : [];
  const fault = (name: string) => faults.find((it) => it.field === name)?.message;
  const editLine = (key: number, change: Partial<FormLine>) =>
    edit({ lines: form.lines.map((it) => (it.key === key ? { ...it, ...change } : it)) });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate(true);
  }
  const text = (label: string, name: "orderNo" | "contractNo" | "invoiceNo") => (
    <TextField
      label={label}
      maxLength={120}
      value={form[name]}
      onChange={(event) => edit({ [name]: event.target.value })}
    />
  );
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
      <div className="min-w-0 space-y-4">
        <Card className="grid gap-4 p-4 sm:grid-cols-2 xl:grid-cols-3">
          <SelectField
            label={m.kind()}
            disabled={draft !== undefined}
            value={form.kind}
            onChange={(event) => {
              const next = emptyForm(event.target.value as DraftKind, form.documentDate);
              setForm({ ...next, customer: form.customer, currency: form.currency });
            }}
          >
            {draftKinds
              .filter((it) => it !== "reversal" || form.kind === "reversal")
              .map((it) => (
                <option key={it} value={it}>
                  {kindLabel(kindOf(it))}
                </option>
              ))}
          </SelectField>
          <div className="sm:col-span-1 xl:col-span-2">
            <CustomerPicker
              picked={form.customer}
              onPick={(customer) => edit({ customer, currency: customer?.currency ?? "", reduces: "" })}
            />
          </div>
          {form.kind === "credit_note" && (
            <div className="sm:col-span-2 xl:col-span-3">
              <ReducesField
                customer={form.customer?.id}
                value={form.reduces}
                onChoose={(reduces, currency, lines) => edit({ reduces, currency, lines })}
              />
            </div>
          )}
          <TextField
            label={shared.currency()}
            required
            maxLength={3}
            value={form.currency}
            onChange={(event) => edit({ currency: event.target.value.toUpperCase() })}
          />
          <TextField
            label={m.documentDate()}
            type="date"
            required
            value={form.documentDate}
            onChange={(event) => edit({ documentDate: event.target.value })}
          />
          <TextField
            label={m.postingDate()}
            hint={m.postingHint()}
            type="date"
            value={form.postingDate}
            onChange={(event) => edit({ postingDate: event.target.value })}
          />
          {form.kind === "receivable" && (
            <TextField
              label={m.dueDate()}
              hint={m.dueHint()}
              type="date"
              value={form.dueDate}
              onChange={(event) => edit({ dueDate: event.target.value })}
            />
          )}
          {form.kind === "adjustment" && (
            <div className="sm:col-span-2 xl:col-span-3">
              <AboutField form={form} edit={edit} />
            </div>
          )}
          {form.kind === "refund" && <RefundFields form={form} edit={edit} />}
          {form.kind === "reversal" && (
            <div>
              <span className="mb-1 block font-medium">{m.reversalOf()}</span>
              <p className="min-h-(--control)">{form.reversesNo || kindLabel("reversal")}</p>
              {form.dishonoured && <p className="text-[0.8125rem] text-mute">{m.dishonourHint()}</p>}
            </div>
          )}
          {!hasLines(form.kind) && form.kind !== "reversal" && (
            <>
              <TextField
                label={m.amount()}
                required
                inputMode="decimal"
                inputClass="num text-end"
                value={form.amount}
                onChange={(event) => edit({ amount: event.target.value.trim() })}
              />
              <SelectField
                label={form.kind === "refund" ? m.refundMethod() : m.method()}
                value={form.method}
                onChange={(event) => edit({ method: event.target.value })}
              >
                {methods
                  .filter(([value]) => form.kind !== "refund" || value !== "note")
                  .map(([value, label]) => (
                    <option key={value} value={value}>
                      {label()}
                    </option>
                  ))}
              </SelectField>
            </>
          )}
          {isMoneyIn(form.kind) && form.method === "note" && <NoteFields form={form} edit={edit} />}
          {isMoneyIn(form.kind) && <NamedFields form={form} edit={edit} />}
          {form.kind === "adjustment" && (
            <SelectField
              label={m.adjustmentReason()}
              hint={m.signHint()}
              value={form.reason}
              onChange={(event) => edit(reasonChange(form, event.target.value))}
            >
              {adjustmentReasons.map(([value, label]) => (
                <option key={value} value={value}>
                  {label()}
                </option>
              ))}
            </SelectField>
          )}
          {form.kind !== "reversal" && (
            <ItemTypeField value={form.itemType} onChange={(itemType) => edit({ itemType })} />
          )}
          {form.kind !== "reversal" && text(shared.orderNo(), "orderNo")}
          {(form.kind === "receivable" || form.kind === "adjustment") &&
            text(netting ? m.nettingAgreement() : shared.contractNo(), "contractNo")}
          {(form.kind === "receivable" || form.kind === "adjustment") &&
            text(netting ? m.nettingPayable() : shared.invoiceNo(), "invoiceNo")}
          {form.kind !== "reversal" && (
            <FieldValues fields={ownFields} values={values} fault={fault} onChange={(fields) => edit({ fields })} />
          )}
          <div className="sm:col-span-2 xl:col-span-3">
            {form.kind === "adjustment" ? (
              <TextArea
                label={m.reason()}
                hint={m.reasonHint()}
                required
                rows={2}
                maxLength={1000}
                value={form.description}
                onChange={(event) => edit({ description: event.target.value })}
              />
            ) : (
              <TextArea
                label={m.reason()}
                hint={hasLines(form.kind) ? m.reasonHint() : undefined}
                required={!isMoneyIn(form.kind)}
                rows={2}
                maxLength={1000}
                value={form.reason}
                onChange={(event) => edit({ reason: event.target.value })}
              />
            )}
          </div>
        </Card>
        {hasLines(form.kind) && (
          <Card>
            <CardHeading
              action={
                form.kind !== "credit_note" && (
                  <Button look="quiet" onClick={() => edit({ lines: [...form.lines, emptyLine()] })}>
                    {m.addLine()}
                  </Button>
                )
              }
            >
              {m.lines()}
            </CardHeading>
            {form.lines.map((line, at) => (
              <LineFields
                key={line.key}
                line={line}
                no={at + 1}
                computed={computedOf(line)}
                currency={form.currency}
                fields={lineFields}
                onChange={(change) => editLine(line.key, change)}
                onRemove={
                  form.lines.length > 1
                    ? () => edit({ lines: form.lines.filter((it) => it.key !== line.key) })
                    : undefined
                }
              />
            ))}
          </Card>
        )}
        <WriteFailure error={save.error} />
        <div className="flex flex-wrap gap-2">
          <Button busy={save.isPending} disabled={!document} onClick={() => save.mutate(false)}>
            {m.save()}
          </Button>
          <Button look="primary" type="submit" busy={save.isPending} disabled={!document || preview.isError}>
            {m.saveAndSubmit()}
          </Button>
        </div>
      </div>
      <Computed preview={document ? preview.data : undefined} error={document ? preview.error : undefined} />
    </form>
  );
}
