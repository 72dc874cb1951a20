import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useState } from "react";
import { Link } from "wouter";
import { ApiError, newIntent, post } from "../../shared/api/client";
import type { Decision, DisputeView, Instrument, ResolutionPreview, RootCause } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { useDraft } from "../../shared/disputes/useDraft";
import { percent } from "../../shared/documents/DocumentBody";
import { kindLabel, outcomeLabel, rootCauseLabel, rootCauses } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatAmount, formatMoney, readAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { RadioCards, SelectField, TextArea, TextField } from "../../shared/ui/Field";
import { Facts } from "../../shared/ui/Layout";
import { Notice, Skeleton, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "../messages";
import { disputeKey } from "./DisputePanel";
import * as d from "./messages";
import { ReopenForm } from "./ReopenForm";

interface PanelProps {
  dispute: DisputeView;
  onDone: () => void;
  onReload: () => void;
}

/** What was decided, what is to be approved, or the form to decide. */
export function ResolutionPanel(props: PanelProps) {
  const { dispute } = props;
  if (dispute.state === "awaiting_approval") return <Approval {...props} />;
  if (dispute.actions.resolve?.allowed) return <Resolve {...props} />;
  const closed = dispute.state === "resolved" || dispute.state === "withdrawn";
  return (
    <div className="space-y-4">
      {dispute.resolution ? <Decided dispute={dispute} /> : <p className="text-mute">{m.notDecided()}</p>}
      {!closed && dispute.actions.resolve?.why && <p className="text-mute">{dispute.actions.resolve.why}</p>}
      {dispute.actions.reopen?.allowed && <ReopenForm key={dispute.id} dispute={dispute} />}
      {dispute.outcome && !dispute.actions.reopen?.allowed && dispute.actions.reopen?.why && (
        <p className="text-mute">{dispute.actions.reopen.why}</p>
      )}
    </div>
  );
}

const decisionLabels: Record<Exclude<Decision, "paid">, () => string> = {
  accept_whole: m.decisionAcceptWhole,
  accept_part: m.decisionAcceptPart,
  reject: m.decisionReject,
  disagree: m.decisionDisagree,
};

const instrumentLabels: Record<Instrument, () => string> = {
  credit_note: shared.kindCreditNote,
  adjustment: shared.kindAdjustment,
};

function Decided({ dispute }: { dispute: DisputeView }) {
  const { organization } = useSession();
  const it = dispute.resolution;
  if (!it) return null;
  const document = it.document ?? dispute.credit_document;
  return (
    <>
      <Facts
        facts={[
          [m.decision(), it.decision === "paid" ? d.decisionPaid() : decisionLabels[it.decision]?.()],
          [m.outcome(), dispute.outcome && outcomeLabel(dispute.outcome)],
          [
            shared.amount(),
            <strong key="a" className="num">
              {formatMoney(it.amount, dispute.currency)}
            </strong>,
          ],
          [m.instrument(), it.instrument && instrumentLabels[it.instrument]?.()],
          [m.rootCause(), it.root_cause && rootCauseLabel(it.root_cause)],
          [m.proposedBy(), it.proposed_by_name],
          [shared.date(), formatInstant(it.created_at, organization.time_zone)],
          [
            shared.document(),
            document && (
              <Link href={`/console/documents/${document.id}`} className="text-brand hover:underline">
                {document.document_no}
              </Link>
            ),
          ],
        ]}
      />
      {it.together > 1 && <p className="text-mute">{d.togetherWith({ count: it.together })}</p>}
      {it.text && <blockquote className="rounded-md bg-sunken px-3 py-2 whitespace-pre-wrap">{it.text}</blockquote>}
    </>
  );
}

/** Tells that somebody else was first, and offers to load what they did. */
function Refused({ error, onReload }: { error: unknown; onReload: () => void }) {
  if (!error) return null;
  const stale = error instanceof ApiError && (error.status === 409 || error.status === 412);
  return (
    <div className="space-y-2">
      <WriteFailure error={error} />
      {stale && (
        <Notice tone="warn" action={<Button onClick={onReload}>{shared.reload()}</Button>}>
          {shared.conflictDetail()}
        </Notice>
      )}
    </div>
  );
}

function useAdopt(dispute: DisputeView, onDone: () => void) {
  const client = useQueryClient();
  return (view: DisputeView, said: string) => {
    client.setQueryData(disputeKey(dispute.id), view);
    for (const key of ["statement", "document", "customer", "aging", "work"])
      void client.invalidateQueries({ queryKey: [key] });
    toast(said);
    onDone();
  };
}

function Approval({ dispute, onDone, onReload }: PanelProps) {
  const adopt = useAdopt(dispute, onDone);
  const [reason, setReason] = useState("");
  const decide = useMutation({
    mutationFn: (approve: boolean) =>
      post<DisputeView>(`/disputes/${dispute.id}/approval`, {
        row_version: dispute.row_version,
        approve,
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      }),
    onSuccess: (view, approve) => adopt(view, approve ? m.approved() : m.declined()),
  });
  const may = dispute.actions.approve;
  return (
    <div className="space-y-4">
      <Decided dispute={dispute} />
      {may?.allowed ? (
        <>
          <TextArea
            label={m.approvalReason()}
            hint={m.approvalReasonHint()}
            value={reason}
            maxLength={1000}
            onChange={(event) => setReason(event.target.value)}
          />
          <div className="grid grid-cols-2 gap-2">
            <Button
              look="danger"
              disabled={!reason.trim()}
              busy={decide.isPending}
              onClick={() => decide.mutate(false)}
            >
              {m.decline()}
            </Button>
            <Button look="primary" busy={decide.isPending} onClick={() => decide.mutate(true)}>
              {m.approve()}
            </Button>
          </div>
        </>
      ) : (
        <Notice tone="info">{may?.why ?? m.waitsForApproval()}</Notice>
      )}
      <Refused error={decide.error} onReload={onReload} />
    </div>
  );
}

interface Form {
  decision: Exclude<Decision, "paid">;
  amount: string;
  /** undefined until one is chosen: the usual one for the document */
  instrument: Instrument | undefined;
  cause: RootCause | "";
}

function Resolve({ dispute, onDone, onReload }: PanelProps) {
  const adopt = useAdopt(dispute, onDone);
  const [form, setForm] = useState<Form>({
    decision: "accept_whole",
    amount: dispute.disputed_amount,
    instrument: undefined,
    cause: "",
  });
  // What was written outlives a conflict, after which the form begins anew with the other person's change.
  const [text, setText] = useDraft(`resolution.${dispute.id}`);
  const [intent] = useState(newIntent);
  const { currency } = dispute;
  const inMoney = form.decision === "accept_whole" || form.decision === "accept_part";
  const amount = form.decision === "accept_part" ? readAmount(form.amount, currency) : undefined;
  const wellFormed = form.decision !== "accept_part" || amount !== undefined;
  const asked = {
    decision: form.decision,
    ...(amount ? { amount } : {}),
    ...(inMoney && form.instrument ? { instrument: form.instrument } : {}),
  };
  const question = useDeferredValue(JSON.stringify(asked));
  const preview = useQuery({
    queryKey: ["resolution-preview", dispute.id, dispute.row_version, question],
    queryFn: () => post<ResolutionPreview>(`/disputes/${dispute.id}/resolution/preview`, JSON.parse(question)),
    enabled: wellFormed,
    retry: false,
    placeholderData: (before) => before,
  });
  const resolve = useMutation({
    mutationFn: () =>
      post<DisputeView>(
        `/disputes/${dispute.id}/resolution`,
        {
          row_version: dispute.row_version,
          ...asked,
          ...(inMoney ? { instrument } : {}),
          ...(form.cause ? { root_cause: form.cause } : {}),
          text: text.trim(),
        },
        intent,
      ),
    onSuccess: (view) => {
      setText("");
      adopt(view, said(view));
    },
  });
  const instruments = preview.data?.instruments ?? [];
  const instrument = form.instrument ?? instruments[0];
  const shown = preview.error || !wellFormed ? undefined : preview.data;
  const fieldError =
    preview.error instanceof ApiError
      ? preview.error.problem.fields?.find((it) => it.field === "amount")?.message
      : undefined;
  const problem = form.decision === "accept_part" && !amount ? m.notAnAmount() : fieldError;
  const ready = wellFormed && !preview.error && !preview.isFetching && text.trim() !== "" && form.cause !== "";

  function submit(event: FormEvent) {
    event.preventDefault();
    if (ready) resolve.mutate();
  }

  return (
    <form onSubmit={submit} className="space-y-4">
      <RadioCards<Exclude<Decision, "paid">>
        legend={m.decision()}
        hideLegend
        name="decision"
        choices={(Object.keys(decisionLabels) as Exclude<Decision, "paid">[]).map((value) => ({
          value,
          label: decisionLabels[value](),
        }))}
        value={form.decision}
        onChange={(decision) => setForm({ ...form, decision })}
      />
      {form.decision === "accept_part" && (
        <TextField
          label={`${shared.agreedAmount()} (${currency})`}
          inputMode="decimal"
          autoComplete="off"
          inputClass="text-end num"
          error={problem}
          hint={shown && m.creditableUpTo({ amount: formatMoney(shown.creditable, currency) })}
          value={form.amount}
          onChange={(event) => setForm({ ...form, amount: event.target.value })}
        />
      )}
      {inMoney && instrument && (
        <RadioCards<Instrument>
          legend={m.instrument()}
          name="instrument"
          columns
          choices={instruments.map((value) => ({
            value,
            label: instrumentLabels[value](),
          }))}
          value={instrument}
          onChange={(instrument) => setForm({ ...form, instrument })}
        />
      )}
      <SelectField
        label={m.rootCause()}
        required
        value={form.cause}
        onChange={(event) => setForm({ ...form, cause: event.target.value as RootCause | "" })}
      >
        <option value="">{m.choose()}</option>
        {rootCauses.map((it) => (
          <option key={it} value={it}>
            {rootCauseLabel(it)}
          </option>
        ))}
      </SelectField>
      <TextArea
        label={m.explanation()}
        hint={m.explanationHint()}
        required
        value={text}
        maxLength={2000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing)
            submit(event);
        }}
      />
      {preview.error && !fieldError ? (
        <WriteFailure error={preview.error} />
      ) : shown ? (
        <Preview preview={shown} currency={currency} />
      ) : (
        wellFormed && <Skeleton className="h-24 w-full" />
      )}
      <Refused error={resolve.error} onReload={onReload} />
      <Button look="primary" type="submit" className="w-full" busy={resolve.isPending} disabled={!ready}>
        {label(form, shown)}
      </Button>
    </form>
  );
}

function said(view: DisputeView): string {
  if (view.state === "awaiting_approval") return m.sentForApproval();
  return view.state === "proposed" ? m.sentToCustomer() : m.resolved();
}

/** The button says what will really happen. */
function label(form: Form, preview: ResolutionPreview | undefined): string {
  if (preview?.needs_approval) return m.submitForApproval();
  if (preview?.needs_customer) return m.proposeToCustomer();
  if (form.decision === "reject" || form.decision === "disagree") return decisionLabels[form.decision]();
  return m.postInstrument({ what: instrumentLabels[form.instrument ?? preview?.instruments[0] ?? "credit_note"]() });
}

/** The document that would be posted, and the line before and after it. */
function Preview({ preview, currency }: { preview: ResolutionPreview; currency: string }) {
  const rows: [string, string, string][] = [
    [shared.lineAmount(), preview.before.line_amount, preview.after.line_amount],
    [shared.openAmount(), preview.before.open, preview.after.open],
  ];
  return (
    <section aria-label={m.preview()} className="rounded-md border border-line">
      {preview.document && (
        <div className="border-b border-line px-3 py-2">
          <p className="flex flex-wrap justify-between gap-x-3 font-medium">
            <span>
              {kindLabel(preview.document.kind)} · {m.reducesDocument({ no: preview.document.reduces_document_no })}
            </span>
            <strong className="num ms-auto">{formatMoney(preview.document.gross, currency)}</strong>
          </p>
          <table className="mt-1 w-full">
            <tbody>
              {preview.document.lines.map((it) => (
                <tr key={it.line_no}>
                  <td className="pe-2">
                    {it.description}
                    <span className="ms-1 text-mute">{it.tax_rate && percent(it.tax_rate)}</span>
                  </td>
                  <td className="num text-end">{formatAmount(it.gross, currency)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="num mt-1 flex flex-wrap justify-between gap-x-3 text-mute">
            <span>
              {shared.net()} {formatAmount(preview.document.net, currency)}
            </span>
            <span>
              {shared.tax()} {formatAmount(preview.document.tax, currency)}
            </span>
            <span>
              {shared.postingDate()} {preview.document.posting_date}
            </span>
          </p>
        </div>
      )}
      <table className="w-full">
        <thead className="text-mute">
          <tr>
            <td />
            <th scope="col" className="py-1 text-end font-normal">
              {m.before()}
            </th>
            <th scope="col" className="py-1 pe-3 text-end font-normal">
              {m.after()}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, before, after]) => (
            <tr key={what}>
              <th scope="row" className="py-1 ps-3 text-start font-normal text-mute">
                {what}
              </th>
              <td className="num text-end text-mute">{formatAmount(before, currency)}</td>
              <td className="num pe-3 text-end font-semibold">{formatAmount(after, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(preview.needs_approval || preview.needs_customer) && (
        <p className="border-t border-line px-3 py-1.5 text-warn">
          {[preview.needs_approval && m.needsApproval(), preview.needs_customer && m.needsCustomer()]
            .filter(Boolean)
            .join(" ")}
        </p>
      )}
    </section>
  );
}
