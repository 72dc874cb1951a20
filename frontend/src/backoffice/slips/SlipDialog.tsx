import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { apiPath, get, newIntent, post } from "../../shared/api/client";
import { formatDate, formatInstant } from "../../shared/dates";
import { formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button, ButtonLink } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Facts } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import { Chip } from "../../shared/ui/Status";
import { Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Candidates } from "./Candidates";
import { Correct } from "./Correct";
import { ruleWord, type Slip, type SlipView, stateTone, stateWord } from "./data";
import * as m from "./messages";

/** One slip: its paper, what it says, the payment that it proves, and what can be done. */
export function SlipDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["slip", id],
    queryFn: ({ signal }) => get<SlipView>(`/bank/slips/${id}`, signal),
  });
  return (
    <Modal placement="drawer" title={m.slip()} onClose={onClose}>
      <Loaded of={{ data, error, refetch }}>{(data) => <Pane slip={data} />}</Loaded>
    </Modal>
  );
}

/** Sends one act about a slip; every page that shows slips reads them anew. */
export function useSlipAct(slip: Slip, said: string, onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body?: object }) =>
      post<Slip>(`/bank/slips/${slip.id}/${path}`, body, newIntent()),
    onSuccess: () => {
      toast(said);
      onDone?.();
      void client.invalidateQueries();
    },
  });
}

function Pane({ slip }: { slip: SlipView }) {
  const { organization } = useSession();
  const [doing, setDoing] = useState<"correct" | "aside">();
  const free = useSlipAct(slip, m.freed());
  const { match, correct, set_aside, free: mayFree } = slip.actions;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <span className="num text-[1.375rem] font-semibold">
          {slip.amount ? formatMoney(slip.amount, slip.currency || "CNY") : m.noAmount()}
        </span>
        <Chip tone={stateTone(slip)}>{stateWord(slip)}</Chip>
      </div>
      <a href={apiPath(`/bank/slips/${slip.id}/file`)} target="_blank" rel="noreferrer" className="block w-fit">
        {slip.thumbnail ? (
          <img
            src={apiPath(`/bank/slips/${slip.id}/thumbnail`)}
            alt={m.open()}
            className="max-h-48 rounded-lg border border-line"
          />
        ) : (
          <span className="inline-flex min-h-11 items-center font-medium text-brand underline">
            {m.open()} · {slip.name}
          </span>
        )}
      </a>
      <Facts
        facts={[
          [m.payer(), slip.payer],
          [m.payerAccount(), slip.payer_account],
          [m.paidOn(), slip.paid_on && formatDate(slip.paid_on)],
          [m.number(), slip.number],
          [m.purpose(), slip.purpose],
        ]}
      />
      <p className="text-mute">
        {m.uploadedBy({ who: slip.uploaded_by, at: formatInstant(slip.uploaded_at, organization.time_zone) })}
      </p>
      {slip.state === "matched" && <Proof slip={slip} />}
      {slip.state === "aside" && <Notice tone="info">{[slip.reason, slip.by].filter(Boolean).join(" · ")}</Notice>}
      {slip.state === "waiting" && <Candidates slip={slip} mayTake={match?.allowed ?? false} />}
      {doing === "correct" && <Correct slip={slip} onDone={() => setDoing(undefined)} />}
      {doing === "aside" && <AsideForm slip={slip} onDone={() => setDoing(undefined)} />}
      <WriteFailure error={free.error} />
      {!doing && (
        <div className="flex flex-wrap gap-2">
          {correct?.allowed && <Button onClick={() => setDoing("correct")}>{m.correct()}</Button>}
          {set_aside?.allowed && <Button onClick={() => setDoing("aside")}>{m.setAside()}</Button>}
          {mayFree?.allowed && (
            <Button busy={free.isPending} onClick={() => free.mutate({ path: "freeing" })}>
              {slip.state === "matched" ? m.free() : m.takeBack()}
            </Button>
          )}
          <ButtonLink href={apiPath(`/bank/slips/${slip.id}/file`)} download={slip.name}>
            {m.open()}
          </ButtonLink>
        </div>
      )}
    </div>
  );
}

/** The payment that it proves. */
function Proof({ slip }: { slip: SlipView }) {
  return (
    <Notice tone="ok">
      <span className="block font-medium">{ruleWord(slip)}</span>
      {slip.receipt ? (
        <>
          <Link
            href={`/console/documents/${slip.receipt.document_id}`}
            className="num inline-flex min-h-11 items-center font-medium text-brand underline"
          >
            {slip.receipt.document_no}
          </Link>{" "}
          {slip.receipt.customer.name}
          {slip.receipt.order_no && ` · ${m.order()} ${slip.receipt.order_no}`}
        </>
      ) : (
        m.noReceipt()
      )}
      {slip.line_id && (
        <span className="block">
          {m.line()}: {[slip.line_on, slip.line_payer].filter(Boolean).join(" · ")}
        </span>
      )}
    </Notice>
  );
}

function AsideForm({ slip, onDone }: { slip: Slip; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const act = useSlipAct(slip, m.asideDone(), onDone);
  return (
    <form
      className="grid gap-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) act.mutate({ path: "aside", body: { reason: reason.trim() } });
      }}
    >
      <p className="text-mute">{m.asideHint()}</p>
      <TextField
        label={m.reason()}
        required
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <WriteFailure error={act.error} />
      <Button type="submit" look="primary" busy={act.isPending} disabled={!reason.trim()}>
        {m.setAside()}
      </Button>
    </form>
  );
}
