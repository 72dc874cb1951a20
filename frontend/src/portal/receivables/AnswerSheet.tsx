import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import { formatMoney } from "../../shared/money";
import type { Round } from "../../shared/receivables/types";
import { TextArea } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import * as m from "./messages";

/** The last look before an answer counts: what it does, and what is said with it. */
export function AnswerSheet({
  what,
  round,
  onClose,
  onDone,
}: {
  what: "confirm" | "reject";
  round: Round;
  onClose: () => void;
  onDone: (next: Round) => void;
}) {
  const [opinion, setOpinion] = useState("");
  const [intent] = useState(newIntent);
  const confirm = what === "confirm";
  const answer = useMutation({
    mutationFn: () =>
      post<Round>(
        `/receivable-confirmations/${round.id}/answer`,
        { sha256: round.sha256, confirm, opinion: opinion.trim() },
        intent,
      ),
    onSuccess: onDone,
  });
  return (
    <FormModal
      title={confirm ? m.confirmTitle() : m.rejectTitle()}
      placement="sheet"
      action={confirm ? m.confirmTitle() : m.reject()}
      look={confirm ? "primary" : "danger"}
      busy={answer.isPending}
      ready={confirm || opinion.trim() !== ""}
      error={answer.error}
      onClose={onClose}
      onSubmit={() => answer.mutate()}
    >
      <p>{confirm ? m.confirmText({ amount: formatMoney(round.gross, round.currency) }) : m.rejectText()}</p>
      <TextArea
        label={confirm ? m.opinion() : m.why()}
        hint={confirm ? m.opinionHint() : m.whyHint()}
        required={!confirm}
        maxLength={500}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
    </FormModal>
  );
}
