import { useState } from "react";
import type { StatementView } from "../../shared/api/types";
import { formatDate } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { formatMoney } from "../../shared/money";
import { shortFingerprint } from "../../shared/statement/fingerprint";
import { TextArea } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Facts } from "../../shared/ui/Layout";
import { Notice } from "../../shared/ui/states";
import * as m from "../messages";
import * as pages from "../pages/messages";
import * as review from "../review/messages";
import type { Answers } from "./actions";

/** Confirms every line that has no answer yet, with room for a remark. */
export default function ConfirmWhole({
  statement,
  answering,
  onClose,
  onDone,
}: {
  statement: StatementView;
  answering: Answers;
  onClose: () => void;
  onDone: () => void;
}) {
  const [remark, setRemark] = useState("");
  const { confirm } = answering;
  const submitted = (statement.reviews ?? []).reduce(
    (sum, it) => sum + (it.kind === "confirmation" ? it.lines.length : 0),
    0,
  );
  const left = statement.line_count - statement.answered_count - submitted;

  return (
    <FormModal
      title={pages.confirmWholeTitle()}
      placement="sheet"
      action={left === statement.line_count ? m.confirmAll({ count: left }) : m.confirmRest({ count: left })}
      busy={confirm.isPending}
      error={confirm.error}
      onClose={onClose}
      onSubmit={() => confirm.mutate({ lines: [], remark: remark.trim() }, { onSuccess: onDone })}
    >
      <p>
        {pages.confirmWholeText({
          count: left,
          date: formatDate(statement.cut_off),
          amount: formatMoney(statement.closing, statement.currency),
        })}
      </p>
      <Facts
        facts={[
          [shared.statement(), `${statement.statement_no} · ${shared.version({ n: statement.version })}`],
          [
            pages.linesToConfirm(),
            <span key="n" className="num">
              {left}
            </span>,
          ],
          [
            shared.answerDisputed(),
            statement.disputed_count > 0 ? pages.disputedStay({ count: statement.disputed_count }) : undefined,
          ],
          [
            shared.fingerprint(),
            <code key="f" className="font-mono">
              {shortFingerprint(statement.sha256)}
            </code>,
          ],
        ]}
      />
      {statement.maker_checker && <Notice tone="info">{review.submittedHint()}</Notice>}
      <TextArea
        label={pages.remark()}
        hint={pages.remarkHint()}
        value={remark}
        maxLength={500}
        onChange={(event) => setRemark(event.target.value)}
      />
    </FormModal>
  );
}
