import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, newIntent, post } from "../../shared/api/client";
import type { ConfirmResult, DisputeCategory, DisputeResult, Refusal, StatementView } from "../../shared/api/types";
import * as shared from "../../shared/messages";
import { statementKey } from "../../shared/statement/data";
import { toast } from "../../shared/ui/toast";
import * as m from "../messages";

/** What a customer can do to a statement. Each answer of the server replaces what the page knew. */
export function useAnswers(statement: StatementView, shownHash: string) {
  const client = useQueryClient();
  const [refused, setRefused] = useState<Refusal[]>([]);
  const at = `/statements/${statement.id}`;

  function adopt(view: StatementView) {
    client.setQueryData(statementKey(view.id), view);
    void client.invalidateQueries({ queryKey: ["home"] });
    void client.invalidateQueries({ queryKey: ["list"] });
  }

  /** Somebody else was first, or the seller issued a new version: what is shown is fetched anew beside the message. */
  function catchUp(error: Error) {
    if (error instanceof ApiError && (error.status === 409 || error.status === 412)) {
      void client.invalidateQueries({ queryKey: statementKey(statement.id) });
    }
  }

  const reopen = useMutation({
    mutationFn: (lines: number[]) =>
      post<{ statement: StatementView }>(`${at}/reopenings`, { version: statement.version, lines }),
    onSuccess: ({ statement: view }, lines) => {
      adopt(view);
      toast(m.reopened({ count: lines.length }));
    },
    onError: (error) => {
      catchUp(error);
      toast(error.message || shared.failedTitle(), { tone: "bad" });
    },
  });

  const confirm = useMutation({
    mutationFn: ({ lines, remark }: { lines: number[]; remark?: string }) =>
      post<ConfirmResult>(
        `${at}/confirmations`,
        { version: statement.version, sha256: shownHash, lines, ...(remark ? { remark } : {}) },
        newIntent(),
      ),
    onMutate: () => setRefused([]),
    onError: catchUp,
    onSuccess: (result) => {
      adopt(result.statement);
      setRefused(result.refused);
      const made = result.statement.confirmations.find((it) => it.id === result.confirmation_id);
      if (result.submitted > 0) {
        void import("../review/messages").then((review) => toast(review.submitted({ count: result.submitted })));
      }
      if (result.confirmed === 0) return;
      toast(m.confirmedCount({ count: result.confirmed }), {
        action: made?.undoable ? { label: m.undo(), run: () => reopen.mutate(made.lines) } : undefined,
      });
    },
  });

  const dispute = useMutation({
    mutationFn: ({ intent, ...body }: DisputeDraft & { lines: number[]; intent: string }) =>
      post<DisputeResult>(`${at}/disputes`, { version: statement.version, sha256: shownHash, ...body }, intent),
    onError: catchUp,
    onSuccess: (result) => {
      adopt(result.statement);
      void client.invalidateQueries({ queryKey: ["dispute"] });
    },
  });

  return { confirm, reopen, dispute, refused, forgetRefused: () => setRefused([]) };
}

export type Answers = ReturnType<typeof useAnswers>;

/** What the customer says is wrong. Amounts only where a single line is disputed. */
export interface DisputeDraft {
  category: DisputeCategory;
  disputed_amount?: string;
  customer_figure?: string;
  text: string;
}
