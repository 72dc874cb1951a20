import { useState } from "react";
import type { DisputeCategory } from "../../shared/api/types";
import { categoryLabel, disputeCategories } from "../../shared/labels";
import * as words from "../../shared/matching/messages";
import type { Decision } from "../../shared/matching/types";
import { classLabel, classTone, itemKindLabel, itemKinds } from "../../shared/matching/words";
import * as shared from "../../shared/messages";
import { isZero } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { RadioCards, SelectField, TextArea } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { WriteFailure } from "../../shared/ui/states";
import type { Shown } from "./choose";
import type { MatchingActs } from "./data";
import { decisionLabel, Lines } from "./GroupList";
import * as m from "./messages";

const hints: Record<Decision, () => string> = {
  confirm: m.decisionConfirmHint,
  dispute: m.decisionDisputeHint,
  reconcile: m.decisionReconcileHint,
  leave: m.decisionLeaveHint,
};

/** One group, or several: its lines, why they belong together or do not, and what is to be done about it. */
export default function GroupSheet({
  shown,
  currency,
  rowVersion,
  acts,
  mayDecide,
  onClose,
  onDone,
}: {
  shown: Shown[];
  currency: string;
  rowVersion: number;
  acts: MatchingActs;
  mayDecide: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const single = shown.length === 1 ? shown[0] : undefined;
  const first = shown[0]?.group;
  const [decision, setDecision] = useState<Decision | undefined>(single?.group.decision);
  const [kind, setKind] = useState(first?.item_kind || "other");
  const [category, setCategory] = useState(first?.category || "document_mismatch");
  const [note, setNote] = useState(single?.group.note ?? "");
  const { decide, undo } = acts;
  const offered = (["confirm", "dispute", "reconcile", "leave"] as Decision[]).filter((it) =>
    shown.every(({ group }) => group.allows[it]),
  );

  function save() {
    if (!decision) return;
    decide.mutate(
      {
        row_version: rowVersion,
        groups: shown.map((it) => it.group.no),
        decision,
        ...(decision === "reconcile" ? { kind } : {}),
        ...(decision === "dispute" ? { category } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      },
      { onSuccess: onDone },
    );
  }

  return (
    <Modal
      placement="drawer"
      title={single ? m.groupTitle({ no: single.group.no }) : m.selectedGroups({ count: shown.length })}
      onClose={() => {
        decide.reset();
        undo.reset();
        onClose();
      }}
      footer={
        mayDecide ? (
          <>
            {single && single.group.ours.length + single.group.theirs.length > 1 && (
              <Button
                busy={undo.isPending}
                onClick={() => undo.mutate({ row_version: rowVersion, group: single.group.no }, { onSuccess: onDone })}
              >
                {m.undo()}
              </Button>
            )}
            <Button look="primary" busy={decide.isPending} disabled={!decision} onClick={save}>
              {m.save()}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{shared.close()}</Button>
        )
      }
    >
      <div className="space-y-5">
        {single && <Single it={single} currency={currency} />}
        {mayDecide && (
          <>
            <RadioCards<Decision>
              legend={m.whatToDo()}
              name="decision"
              choices={offered.map((value) => ({ value, label: decisionLabel(value), hint: hints[value]() }))}
              value={decision}
              onChange={setDecision}
            />
            {decision === "reconcile" && (
              <SelectField label={m.whichKind()} value={kind} onChange={(event) => setKind(event.target.value)}>
                {itemKinds.map((it) => (
                  <option key={it} value={it}>
                    {itemKindLabel(it)}
                  </option>
                ))}
              </SelectField>
            )}
            {decision === "dispute" && (
              <SelectField
                label={m.whyDispute()}
                value={category}
                onChange={(event) => setCategory(event.target.value)}
              >
                {disputeCategories.map((it: DisputeCategory) => (
                  <option key={it} value={it}>
                    {categoryLabel(it)}
                  </option>
                ))}
              </SelectField>
            )}
            <TextArea label={m.note()} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
          </>
        )}
        <WriteFailure error={decide.error ?? undo.error} />
      </div>
    </Modal>
  );
}

function Single({ it, currency }: { it: Shown; currency: string }) {
  return (
    <div className="space-y-3">
      <p className="flex flex-wrap items-center justify-between gap-2">
        <Chip tone={classTone(it.group.class)}>{classLabel(it.group.class)}</Chip>
        {!isZero(it.group.effect) && (
          <span>
            {words.difference()} <Money amount={it.group.effect} currency={currency} className="font-semibold" />
          </span>
        )}
      </p>
      <section>
        <h3 className="text-[0.8125rem] text-mute">{m.ours()}</h3>
        <Lines lines={it.ours} currency={currency} all />
      </section>
      <section>
        <h3 className="text-[0.8125rem] text-mute">{m.theirs()}</h3>
        <Lines lines={it.theirs} currency={currency} all />
      </section>
      {it.group.reasons.length > 0 && (
        <section>
          <h3 className="text-[0.8125rem] text-mute">{m.reasons()}</h3>
          <ul className="list-disc ps-5">
            {it.group.reasons.map((reason) => (
              <li key={reason} className="break-words">
                {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
