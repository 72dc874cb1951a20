import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import type { Actions } from "../../shared/api/types";
import { Button } from "../../shared/ui/Button";
import { ReasonModal } from "../../shared/ui/FormModal";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";

interface Words {
  withdraw: string;
  withdrawn: string;
  approve: string;
  approved: string;
  decline: string;
  declined: string;
  declineTitle: string;
  declineReason: string;
}

interface Props {
  /** what is decided; below it are withdrawal and decision */
  path: string;
  version: number;
  actions: Actions;
  words: Words;
  /** how the reason of a refusal is called when it is sent */
  reason: "reason" | "note";
  maxLength: number;
  onDone?: () => void;
}

/** What may be done about something one person asks for and another decides: withdrawn by the one, approved or declined by the other. */
export function Decision({ path, version, actions, words, reason: named, maxLength, onDone }: Props) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [declining, setDeclining] = useState(false);
  const act = useMutation({
    mutationFn: ({ to, body }: { to: "withdrawal" | "decision"; body?: object; said: string }) =>
      post(`${path}/${to}`, { row_version: version, ...body }, intent),
    onSuccess: (_, { said }) => {
      toast(said);
      setDeclining(false);
      onDone?.();
      void client.invalidateQueries();
    },
  });
  const { decide, withdraw } = actions;
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {act.error && !declining && <WriteFailure error={act.error} />}
      {withdraw?.allowed ? (
        <Button busy={act.isPending} onClick={() => act.mutate({ to: "withdrawal", said: words.withdrawn })}>
          {words.withdraw}
        </Button>
      ) : (
        <>
          <Button disabled={!decide?.allowed} title={decide?.why} onClick={() => setDeclining(true)}>
            {words.decline}
          </Button>
          <Button
            look="primary"
            busy={act.isPending}
            disabled={!decide?.allowed}
            title={decide?.why}
            onClick={() => act.mutate({ to: "decision", body: { approve: true }, said: words.approved })}
          >
            {words.approve}
          </Button>
        </>
      )}
      {declining && (
        <ReasonModal
          title={words.declineTitle}
          action={words.decline}
          busy={act.isPending}
          error={act.error}
          label={words.declineReason}
          maxLength={maxLength}
          onClose={() => setDeclining(false)}
          onGive={(why) => act.mutate({ to: "decision", body: { approve: false, [named]: why }, said: words.declined })}
        />
      )}
    </div>
  );
}
