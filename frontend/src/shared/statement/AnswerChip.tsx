import type { LineAnswer } from "../api/types";
import { disputeStateLabel } from "../labels";
import * as m from "../messages";
import { Chip } from "../ui/Status";

/** What the customer said about a line. */
export function AnswerChip({ answer }: { answer: LineAnswer | undefined }) {
  if (!answer) return <Chip tone="neutral">{m.answerWaiting()}</Chip>;
  if (answer.answer === "confirmed") return <Chip tone="ok">{m.answerConfirmed()}</Chip>;
  if (answer.answer === "submitted") return <Chip tone="hold">{m.answerSubmitted()}</Chip>;
  const settled = answer.dispute_state === "resolved" || answer.dispute_state === "withdrawn";
  return (
    <Chip tone={settled ? "ok" : "warn"}>
      {m.answerDisputed()}
      {answer.dispute_state && <span className="font-normal">{disputeStateLabel(answer.dispute_state)}</span>}
    </Chip>
  );
}
