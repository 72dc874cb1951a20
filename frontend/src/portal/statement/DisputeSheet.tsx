import { CircleCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { ApiError, newIntent } from "../../shared/api/client";
import type { DisputeCategory, DisputeResult, StatementView } from "../../shared/api/types";
import { FilePicker, UploadList } from "../../shared/attachments/FilePicker";
import * as a from "../../shared/attachments/messages";
import { type Uploads, useUploads } from "../../shared/attachments/useUploads";
import { readersInstant } from "../../shared/dates";
import { defaultsOf, type Field, labelOf, showValue, useFields, type Values } from "../../shared/fields/data";
import { FieldValues } from "../../shared/fields/FieldValues";
import * as f from "../../shared/fields/messages";
import { categoryLabel, disputeCategories } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatMoney, readAmount, sum } from "../../shared/money";
import { useSession } from "../../shared/session";
import type { StatementLine } from "../../shared/statement/content";
import { Button, buttonClass } from "../../shared/ui/Button";
import { RadioCards, TextArea, TextField } from "../../shared/ui/Field";
import { Facts } from "../../shared/ui/Layout";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
import * as m from "../pages/messages";
import type { Answers, DisputeDraft } from "./actions";

interface Typed {
  category: DisputeCategory | undefined;
  disputed: string;
  figure: string;
  text: string;
}

type Errors = Partial<Record<"category" | "disputed_amount" | "customer_figure" | "text" | `fields.${string}`, string>>;

/** Tells the seller what is wrong with one line or several: reason, amount, words; then a review; then the reference. */
export default function DisputeSheet({
  lines,
  statement,
  answering,
  onClose,
}: {
  lines: StatementLine[];
  statement: StatementView;
  answering: Answers;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState<Typed>({ category: undefined, disputed: "", figure: "", text: "" });
  const [errors, setErrors] = useState<Errors>({});
  const [draft, setDraft] = useState<DisputeDraft>();
  const [intent] = useState(newIntent);
  const { mutate, isPending, error, data, reset } = answering.dispute;
  const [sent, setSent] = useState(false);
  const uploads = useUploads();
  const asked = useFields("dispute", "portal");
  const [written, setWritten] = useState<Values>();
  const values = written ?? defaultsOf(asked);
  const single = lines.length === 1 ? lines[0] : undefined;

  function review(event: FormEvent) {
    event.preventDefault();
    const { draft: next, errors: found } = check(typed, single, statement.currency);
    setErrors(found);
    for (const it of asked) if (it.required && !values[it.code]) found[`fields.${it.code}`] = f.needed();
    const said = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
    if (next && Object.keys(found).length === 0)
      setDraft(Object.keys(said).length > 0 ? { ...next, fields: said } : next);
    else requestAnimationFrame(() => document.querySelector<HTMLElement>("#dispute-form [aria-invalid]")?.focus());
  }

  function submit() {
    if (!draft) return;
    mutate(
      { ...draft, lines: lines.map((line) => line.no), intent },
      {
        onSuccess: (result) => {
          setSent(true);
          // The dispute stands; its files follow one by one, and each can be tried again.
          const [first, ...others] = result.disputes;
          if (first) void uploads.send({ dispute: first.id, also: others.map((it) => it.id) });
        },
        onError: (failure) => {
          const fields = failure instanceof ApiError ? failure.problem.fields : undefined;
          if (!fields?.length) return;
          setErrors(Object.fromEntries(fields.map((it) => [it.field, it.message])));
          setDraft(undefined);
        },
      },
    );
  }

  if (sent && data) return <Sent result={data} uploads={uploads} onClose={onClose} />;
  return (
    <Modal
      placement="sheet"
      title={
        draft
          ? m.disputeReview()
          : single
            ? m.disputeTitle({ no: single.documentNo })
            : m.disputeMany({ count: lines.length })
      }
      onClose={() => {
        reset();
        onClose();
      }}
      footer={
        draft ? (
          <>
            <Button onClick={() => setDraft(undefined)}>{shared.edit()}</Button>
            <Button look="primary" busy={isPending} onClick={submit}>
              {m.submitDispute()}
            </Button>
          </>
        ) : (
          <Button look="primary" type="submit" form="dispute-form" className="w-full sm:w-auto">
            {shared.next()}
          </Button>
        )
      }
    >
      {draft ? (
        <div className="space-y-4">
          <Review
            draft={draft}
            lines={lines}
            currency={statement.currency}
            files={uploads.items.map((it) => it.file.name)}
            asked={asked}
          />
          <WriteFailure error={error} />
        </div>
      ) : (
        <DisputeForm
          typed={typed}
          errors={errors}
          single={single}
          lines={lines}
          currency={statement.currency}
          uploads={uploads}
          asked={asked}
          values={values}
          onValues={setWritten}
          onChange={(next) => {
            setTyped(next);
            setErrors((before) => stillWrong(before, typed, next));
          }}
          onSubmit={review}
        />
      )}
    </Modal>
  );
}

const fields = {
  category: "category",
  disputed: "disputed_amount",
  figure: "customer_figure",
  text: "text",
} as const satisfies Record<keyof Typed, keyof Errors>;

/** What was said of a field holds until the field is changed. */
function stillWrong(errors: Errors, before: Typed, next: Typed): Errors {
  const left = { ...errors };
  for (const key of Object.keys(fields) as (keyof Typed)[]) if (before[key] !== next[key]) delete left[fields[key]];
  return left;
}

function check(
  typed: Typed,
  single: StatementLine | undefined,
  currency: string,
): { draft?: DisputeDraft; errors: Errors } {
  const errors: Errors = {};
  const disputed = typed.disputed.trim() ? readAmount(typed.disputed, currency) : undefined;
  const figure = typed.figure.trim() ? readAmount(typed.figure, currency) : undefined;
  if (!typed.category) errors.category = m.chooseReason();
  if (single && typed.disputed.trim() && !disputed) errors.disputed_amount = m.notAnAmount();
  if (single && typed.figure.trim() && !figure) errors.customer_figure = m.notAnAmount();
  if (!typed.text.trim()) errors.text = m.sayWhatIsWrong();
  if (!typed.category || Object.keys(errors).length > 0) return { errors };
  return {
    errors,
    draft: {
      category: typed.category,
      text: typed.text.trim(),
      ...(disputed ? { disputed_amount: disputed } : {}),
      ...(figure ? { customer_figure: figure } : {}),
    },
  };
}

function DisputeForm({
  typed,
  errors,
  single,
  lines,
  currency,
  uploads,
  asked,
  values,
  onValues,
  onChange,
  onSubmit,
}: {
  typed: Typed;
  errors: Errors;
  single: StatementLine | undefined;
  lines: StatementLine[];
  currency: string;
  uploads: Uploads;
  asked: Field[];
  values: Values;
  onValues: (next: Values) => void;
  onChange: (next: Typed) => void;
  onSubmit: (event: FormEvent) => void;
}) {
  return (
    <form id="dispute-form" noValidate onSubmit={onSubmit} className="space-y-5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3 rounded-(--radius-control) bg-sunken px-3 py-2">
        <span className="min-w-0 break-words text-mute">
          {single ? single.description || single.documentNo : m.selectedCount({ count: lines.length })}
        </span>
        <span className="num font-semibold">{formatMoney(total(lines, currency), currency)}</span>
      </p>
      <RadioCards
        legend={m.whatIsWrong()}
        name="category"
        columns
        choices={disputeCategories.map((value) => ({ value, label: categoryLabel(value) }))}
        value={typed.category}
        error={errors.category}
        onChange={(category) => onChange({ ...typed, category })}
      />
      {single && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={m.disputedPart()}
            hint={m.disputedPartHint()}
            error={errors.disputed_amount}
            inputMode="decimal"
            autoComplete="off"
            inputClass="text-end num"
            placeholder={single.amount.replace("-", "")}
            value={typed.disputed}
            onChange={(event) => onChange({ ...typed, disputed: event.target.value })}
          />
          <TextField
            label={m.yourFigure()}
            hint={m.yourFigureHint()}
            error={errors.customer_figure}
            inputMode="decimal"
            autoComplete="off"
            inputClass="text-end num"
            value={typed.figure}
            onChange={(event) => onChange({ ...typed, figure: event.target.value })}
          />
        </div>
      )}
      {asked.length > 0 && (
        <div className="grid gap-4 sm:grid-cols-2">
          <FieldValues
            fields={asked}
            values={values}
            fault={(name) => errors[name as `fields.${string}`]}
            onChange={onValues}
          />
        </div>
      )}
      <TextArea
        label={m.explain()}
        hint={m.explainHint()}
        error={errors.text}
        value={typed.text}
        maxLength={2000}
        onChange={(event) => onChange({ ...typed, text: event.target.value })}
      />
      <FilePicker uploads={uploads} hint />
    </form>
  );
}

function total(lines: StatementLine[], currency: string): string {
  return sum(
    lines.map((line) => line.amount),
    currency,
  );
}

function Review({
  draft,
  lines,
  currency,
  files,
  asked,
}: {
  draft: DisputeDraft;
  lines: StatementLine[];
  currency: string;
  files: string[];
  asked: Field[];
}) {
  const money = (amount: string | undefined) => amount && <span className="num">{formatMoney(amount, currency)}</span>;
  return (
    <>
      <p>{m.disputeReviewText()}</p>
      <Facts
        facts={[
          [
            shared.document(),
            lines.length > 3
              ? m.selectedCount({ count: lines.length })
              : lines.map((line) => line.documentNo).join(", "),
          ],
          [shared.lineAmount(), money(total(lines, currency))],
          [m.whatIsWrong(), categoryLabel(draft.category)],
          [shared.disputedAmount(), money(draft.disputed_amount) ?? m.wholeLine()],
          [m.yourFigure(), money(draft.customer_figure)],
          ...asked.map((it): [string, string] => [labelOf(it), showValue(it, draft.fields?.[it.code])]),
          [a.filesLabel(), files.length > 0 && <span className="break-all">{files.join(", ")}</span>],
        ]}
      />
      <blockquote className="rounded-(--radius-control) bg-sunken px-3 py-2 break-words whitespace-pre-wrap">
        {draft.text}
      </blockquote>
    </>
  );
}

/** How the files that follow a dispute are getting on. */
function Following({ uploads }: { uploads: Uploads }) {
  const count = uploads.items.length;
  if (count === 0) return null;
  const done = uploads.items.filter((it) => it.state === "sent").length;
  const moving = uploads.busy || uploads.ready > 0;
  return (
    <div className="space-y-2">
      <p role="status" className={uploads.failed > 0 && !moving ? "text-bad" : "text-mute"}>
        {moving
          ? a.uploadingSome({ done, count })
          : uploads.failed > 0
            ? a.uploadFailedSome({ count: uploads.failed })
            : a.uploadedAll({ count })}
      </p>
      <UploadList uploads={uploads} />
    </div>
  );
}

function Sent({ result, uploads, onClose }: { result: DisputeResult; uploads: Uploads; onClose: () => void }) {
  const { organization } = useSession();
  const first = result.disputes[0];
  return (
    <Modal
      placement="sheet"
      title={m.disputeSent()}
      onClose={onClose}
      footer={
        <>
          {result.disputes.length === 1 && first && (
            <Link href={`/p/disputes/${first.id}`} className={buttonClass("secondary")}>
              {m.openDispute()}
            </Link>
          )}
          <Button look="primary" onClick={onClose}>
            {m.backToLines()}
          </Button>
        </>
      }
    >
      <div role="status" className="space-y-3">
        <p className="flex items-center gap-2 font-medium text-ok">
          <CircleCheck className="size-5 shrink-0" aria-hidden="true" />
          {m.disputeSentText({ count: result.disputes.length })}
        </p>
        <ul className="divide-y divide-line rounded-(--radius-control) border border-line">
          {result.disputes.slice(0, 10).map((it) => (
            <li key={it.id} className="px-3 py-2">
              <strong className="font-semibold">{it.dispute_no}</strong> · {it.document_no}
              <span className="block text-[0.8125rem] text-mute">
                {it.assignee ? m.answeredBy({ who: it.assignee.name }) : m.answeredBySeller()}{" "}
                {m.answeredUntil({ when: readersInstant(it.due_at, organization.time_zone) })}
              </span>
            </li>
          ))}
        </ul>
        <Following uploads={uploads} />
        {result.refused.length > 0 && (
          <ul className="text-warn">
            {result.refused.map((it) => (
              <li key={it.line_no}>
                #{it.line_no}: {it.message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  );
}
