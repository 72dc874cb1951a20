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
      toast(m.reopened({ count: lines.length }), { about: at });
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
        about: at,
        action: made?.undoable ? { label: m.undo(), run: () => reopen.mutate(made.lines) } : undefined,
      });
    },
  });

  const dispute = useMutation({
    mutationFn: ({ intent, lines, ...body }: DisputeDraft & { lines: number[]; intent: string }) =>
      inSets(lines, (set, part) =>
        post<DisputeResult>(
          `${at}/disputes`,
          { version: statement.version, sha256: shownHash, ...body, lines: set },
          part === 0 ? intent : `${intent}-${part}`,
        ),
      ),
    onError: catchUp,
    onSuccess: (result) => {
      adopt(result.statement);
      void client.invalidateQueries({ queryKey: ["dispute"] });
    },
  });

  return { confirm, reopen, dispute, refused, forgetRefused: () => setRefused([]) };
}

/** How many lines one request may dispute. */
const atOnce = 500;

/** Disputes more lines than one request takes, set after set. Tried again with the same intent, what was done is only answered again. */
export async function inSets(
  lines: number[],
  send: (set: number[], part: number) => Promise<DisputeResult>,
): Promise<DisputeResult> {
  let all = await send(lines.slice(0, atOnce), 0);
  for (let part = 1; part * atOnce < lines.length; part++) {
    const next = await send(lines.slice(part * atOnce, (part + 1) * atOnce), part);
    all = {
      disputes: [...all.disputes, ...next.disputes],
      refused: [...all.refused, ...next.refused],
      statement: next.statement,
    };
  }
  return all;
}

export type Answers = ReturnType<typeof useAnswers>;

/** What the customer says is wrong. Amounts only where a single line is disputed. */
export interface DisputeDraft {
  category: DisputeCategory;
  disputed_amount?: string;
  customer_figure?: string;
  text: string;
  fields?: Record<string, string>;
}
