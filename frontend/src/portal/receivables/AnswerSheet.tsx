import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import * as shared from "../../shared/messages";
import { formatMoney } from "../../shared/money";
import type { Round } from "../../shared/receivables/types";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import { WriteFailure } from "../../shared/ui/states";
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
  function submit(event: FormEvent) {
    event.preventDefault();
    answer.mutate();
  }
  return (
    <Modal
      placement="sheet"
      title={confirm ? m.confirmTitle() : m.rejectTitle()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel()}</Button>
          <Button
            look={confirm ? "primary" : "danger"}
            type="submit"
            form="answer"
            busy={answer.isPending}
            disabled={!confirm && !opinion.trim()}
          >
            {confirm ? m.confirmTitle() : m.reject()}
          </Button>
        </>
      }
    >
      <form id="answer" onSubmit={submit} className="space-y-4">
        <p>{confirm ? m.confirmText({ amount: formatMoney(round.gross, round.currency) }) : m.rejectText()}</p>
        <TextArea
          label={confirm ? m.opinion() : m.why()}
          hint={confirm ? m.opinionHint() : m.whyHint()}
          required={!confirm}
          maxLength={500}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
        />
        <WriteFailure error={answer.error} />
      </form>
    </Modal>
  );
}
