import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { DisputeSummary, DocumentKind, Instrument, RootCause } from "../../shared/api/types";
import { kindLabel, rootCauseLabel, rootCauses } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatAmount, formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { RadioCards, SelectField, TextArea } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { Skeleton, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as m from "../messages";
import * as d from "./messages";

type Preview = components["schemas"]["BackofficeJointPreview"];
type Decision = "accept_whole" | "reject";

/** One decision about several disputes of one statement: what it would post is shown first. */
export function JointPanel({
  disputes,
  onClose,
  onDone,
}: {
  disputes: DisputeSummary[];
  onClose: () => void;
  onDone: () => void;
}) {
  const client = useQueryClient();
  const [decision, setDecision] = useState<Decision>("accept_whole");
  const [instrument, setInstrument] = useState<Instrument>("credit_note");
  const [cause, setCause] = useState<RootCause | "">("");
  const [text, setText] = useState("");
  const [intent] = useState(newIntent);
  const asked = {
    decision,
    ...(decision === "accept_whole" ? { instrument } : {}),
    disputes: disputes.map((it) => ({ id: it.id, row_version: it.row_version })),
  };
  const preview = useQuery({
    queryKey: ["joint-preview", asked],
    queryFn: () => post<Preview>("/dispute-resolutions/preview", asked),
    retry: false,
    placeholderData: (before) => before,
  });
  const resolve = useMutation({
    mutationFn: () => post("/dispute-resolutions", { ...asked, root_cause: cause, text: text.trim() }, intent),
    onSuccess: () => {
      for (const key of ["list", "dispute", "statement", "document", "customer", "aging", "work"])
        void client.invalidateQueries({ queryKey: [key] });
      toast(d.jointDone({ count: disputes.length }));
      onDone();
    },
  });
  const shown = preview.error ? undefined : preview.data;
  const ready = shown && !preview.isFetching && cause !== "" && text.trim() !== "";
  function submit(event: FormEvent) {
    event.preventDefault();
    if (ready) resolve.mutate();
  }
  return (
    <Modal
      placement="drawer"
      title={d.jointTitle({ count: disputes.length })}
      onClose={onClose}
      footer={
        <Button look="primary" type="submit" form="joint" className="w-full" busy={resolve.isPending} disabled={!ready}>
          {shown?.needs_approval
            ? m.submitForApproval()
            : shown?.needs_customer
              ? m.proposeToCustomer()
              : d.resolveSelected()}
        </Button>
      }
    >
      <form id="joint" onSubmit={submit} className="space-y-4">
        <p className="text-mute">{d.jointIntro()}</p>
        <RadioCards<Decision>
          legend={m.decision()}
          hideLegend
          name="joint-decision"
          columns
          choices={[
            { value: "accept_whole", label: m.decisionAcceptWhole() },
            { value: "reject", label: m.decisionReject() },
          ]}
          value={decision}
          onChange={setDecision}
        />
        {decision === "accept_whole" && (
          <RadioCards<Instrument>
            legend={m.instrument()}
            name="joint-instrument"
            columns
            choices={[
              { value: "credit_note", label: shared.kindCreditNote() },
              { value: "adjustment", label: shared.kindAdjustment() },
            ]}
            value={instrument}
            onChange={setInstrument}
          />
        )}
        <SelectField
          label={m.rootCause()}
          required
          value={cause}
          onChange={(event) => setCause(event.target.value as RootCause | "")}
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
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {preview.error ? (
          <WriteFailure error={preview.error} />
        ) : shown ? (
          <Whole preview={shown} />
        ) : (
          <Skeleton className="h-32 w-full" />
        )}
        <WriteFailure error={resolve.error} />
      </form>
    </Modal>
  );
}

function Whole({ preview }: { preview: Preview }) {
  const { currency } = preview;
  return (
    <section aria-label={m.preview()} className="rounded-md border border-line">
      <ul className="divide-y divide-line">
        {preview.parts.map((it) => (
          <li key={it.dispute_id} className="px-3 py-1.5">
            <p className="flex flex-wrap justify-between gap-x-3">
              <span className="font-medium">{it.dispute_no}</span>
              <span className="num font-semibold">
                {it.preview.document && formatAmount(it.preview.document.gross, currency)}
              </span>
            </p>
            {it.preview.document && (
              <p className="num flex flex-wrap justify-between gap-x-3 text-mute">
                <span>
                  {kindLabel(it.preview.document.kind as DocumentKind)} ·{" "}
                  {m.reducesDocument({ no: it.preview.document.reduces_document_no })}
                </span>
                <span>
                  {shared.tax()} {formatAmount(it.preview.document.tax, currency)}
                </span>
              </p>
            )}
          </li>
        ))}
      </ul>
      <p className="num flex flex-wrap justify-between gap-x-3 border-t border-line bg-sunken px-3 py-2">
        <strong>{d.jointTotal()}</strong>
        <span className="text-mute">
          {shared.net()} {formatAmount(preview.net, currency)} · {shared.tax()} {formatAmount(preview.tax, currency)}
        </span>
        <strong className="ms-auto">{formatMoney(preview.gross, currency)}</strong>
      </p>
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
