import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import type { MatchingCurrent, MatchingView } from "../../shared/matching/types";
import { formatMoney } from "../../shared/money";
import { buttonClass } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Facts } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import { Notice, WriteFailure } from "../../shared/ui/states";
import type { MatchingActs } from "./data";
import { newIntent, usePreview } from "./data";
import * as m from "./messages";

/** The one step: what it will do, counted and summed up by the server, and then all of it or nothing. */
export default function CompleteSheet({
  view,
  current,
  acts,
  onClose,
}: {
  view: MatchingView;
  current: MatchingCurrent;
  acts: MatchingActs;
  onClose: () => void;
}) {
  const preview = usePreview(view.statement_id, current.row_version);
  const [forward, setForward] = useState<boolean>();
  const [remark, setRemark] = useState("");
  const [intent] = useState(newIntent);
  const { complete } = acts;
  const plan = preview.data;
  const withForward = forward ?? plan?.settled ?? false;

  if (complete.isSuccess) {
    return (
      <Modal
        placement="sheet"
        title={m.doneTitle()}
        onClose={onClose}
        footer={
          <>
            <Link href={`/p/s/${view.statement_id}`} className={buttonClass("secondary")}>
              {m.seeStatement()}
            </Link>
            <Link href={`/p/s/${view.statement_id}/reconciliation`} className={buttonClass("primary")}>
              {m.openReport()}
            </Link>
          </>
        }
      >
        <p role="status" className="flex items-center gap-2 font-medium text-ok">
          <CircleCheck className="size-5 shrink-0" aria-hidden="true" />
          {m.completed({
            confirmed: complete.data.outcome.confirmed.count,
            disputed: complete.data.outcome.disputed.count,
            items: complete.data.outcome.our_items.count + complete.data.outcome.their_items.count,
          })}
        </p>
        {complete.data.outcome.waiting && <p className="mt-2">{m.secondPerson()}</p>}
      </Modal>
    );
  }
  return (
    <FormModal
      title={m.finishTitle()}
      placement="sheet"
      action={m.finishButton()}
      busy={complete.isPending}
      ready={plan !== undefined && !preview.isFetching}
      onClose={() => {
        complete.reset();
        onClose();
      }}
      onSubmit={() =>
        plan &&
        complete.mutate({
          row_version: plan.row_version,
          confirm_forward: withForward && plan.forward.count > 0,
          remark: remark.trim(),
          intent,
        })
      }
    >
      <Loaded of={preview} rows={5}>
        {(plan) => (
          <div className="space-y-4">
            <p>{m.finishIntro()}</p>
            <Facts
              facts={[
                [m.willConfirm(), tally(plan.confirm, plan.currency)],
                [m.willLikely(), tally(plan.likely, plan.currency)],
                [m.willDispute(), tally(plan.disputes, plan.currency)],
                [m.willOurs(), tally(plan.our_items, plan.currency)],
                [m.willTheirs(), tally(plan.their_items, plan.currency)],
                [m.willClear(), tally(plan.cleared, plan.currency)],
                [m.willLeave(), tally(plan.left, plan.currency)],
                [m.already(), plan.answered > 0 && plan.answered],
              ]}
            />
            {plan.forward.count > 0 && (
              <label className="flex min-h-11 items-center gap-3">
                <input
                  type="checkbox"
                  className="size-5 shrink-0"
                  checked={withForward}
                  onChange={(event) => setForward(event.target.checked)}
                />
                {m.forward({ count: plan.forward.count, amount: formatMoney(plan.forward.amount, plan.currency) })}
              </label>
            )}
            <Notice tone={plan.settled ? "ok" : "warn"}>{plan.settled ? m.settled() : m.unsettled()}</Notice>
            <TextArea
              label={m.remark()}
              value={remark}
              maxLength={500}
              onChange={(event) => setRemark(event.target.value)}
            />
            <WriteFailure error={complete.error} />
          </div>
        )}
      </Loaded>
    </FormModal>
  );
}

function tally(it: { count: number; amount: string }, currency: string) {
  return (
    it.count > 0 && (
      <span className="num">
        {it.count} · {formatMoney(it.amount, currency)}
      </span>
    )
  );
}
