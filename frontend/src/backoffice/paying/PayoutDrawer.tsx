import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, newIntent, post } from "../../shared/api/client";
import { formatDate } from "../../shared/dates";
import { formatAmount, formatMoney, isZero } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Facts } from "../../shared/ui/Layout";
import { Modal } from "../../shared/ui/Modal";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Difference } from "../payoutdifference/Difference";
import * as difference from "../payoutdifference/messages";
import * as m from "./messages";
import { type PayoutWhole, payoutRule, payoutState, providerWord } from "./words";

type Candidate = PayoutWhole["lines"][number];

/** One payout: the bank line that it came as, or the lines that it may have come as. */
export function PayoutDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["provider-payout", id],
    queryFn: ({ signal }) => get<PayoutWhole>(`/provider-payouts/${id}`, signal),
  });
  return (
    <Modal placement="drawer" title={m.payoutOne()} onClose={onClose}>
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows rows={5} />
      ) : (
        <Known payout={data} />
      )}
    </Modal>
  );
}

function Known({ payout }: { payout: PayoutWhole }) {
  const { label, tone } = payoutState(payout);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-2">
        <span className="num text-[1.375rem] font-semibold">{formatMoney(payout.amount, payout.currency)}</span>
        <Chip tone={tone}>{label}</Chip>
      </div>
      <Facts
        facts={[
          [m.provider(), providerWord(payout.provider)],
          [m.payoutReference(), payout.reference],
          [m.paidOn(), formatDate(payout.paid_on)],
          [m.bookedBy(), payout.booked_by],
          [m.bankDay(), payout.line && formatDate(payout.line.on)],
          [m.bankAccount(), payout.line?.account],
          [m.bankPayer(), payout.line?.payer],
          [m.bankAmount(), payout.line && formatMoney(payout.line.amount, payout.currency)],
          [m.foundBy(), payout.line && `${payoutRule(payout.line.rule)} · ${payout.line.joined_by}`],
          [
            m.difference(),
            payout.line && !isZero(payout.line.difference) && formatMoney(payout.line.difference, payout.currency),
          ],
          [
            difference.unposted(),
            payout.line && !isZero(payout.line.difference) && formatMoney(payout.line.unposted, payout.currency),
          ],
          [m.reason(), payout.line?.reason],
        ]}
      />
      <Difference payout={payout} />
      {payout.state === "on_the_way" && <Candidates payout={payout} />}
      {payout.actions.part?.allowed && <Part payout={payout} />}
    </>
  );
}

function Candidates({ payout }: { payout: PayoutWhole }) {
  if (payout.lines.length === 0) {
    return (
      <div className="mt-4">
        <Notice tone="info">{m.noCandidates()}</Notice>
      </div>
    );
  }
  return (
    <section className="mt-4 border-t border-line pt-4">
      <h3 className="mb-2 font-semibold">{m.candidates()}</h3>
      <ul className="grid gap-3">
        {payout.lines.map((line) => (
          <CandidateRow key={line.id} payout={payout} line={line} />
        ))}
      </ul>
    </section>
  );
}

function CandidateRow({ payout, line }: { payout: PayoutWhole; line: Candidate }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [reason, setReason] = useState("");
  const same = isZero(line.difference);
  const join = useMutation({
    mutationFn: () =>
      post(`/provider-payouts/${payout.id}/line`, { line_id: line.id, reason: reason.trim() || undefined }, intent),
    onSuccess: () => {
      void client.invalidateQueries();
      toast(m.payoutJoined());
    },
  });
  return (
    <li className="grid gap-2 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <span className="font-medium break-words">{line.payer || line.account}</span>
        <span className="num font-medium">{formatAmount(line.amount, payout.currency)}</span>
      </div>
      <p className="text-mute break-words">
        <span className="num">{line.on}</span> · {line.account} · {line.text}
      </p>
      <p>
        {payoutRule(line.rule)}
        {!same && <> · {m.differsBy({ amount: formatAmount(line.difference, payout.currency) })}</>}
      </p>
      {line.receipt ? (
        <Notice tone="warn">
          {m.perhapsTwice()}{" "}
          <Link href={`/console/documents/${line.receipt.id}`} className="num font-medium text-brand underline">
            {line.receipt.document_no}
          </Link>
        </Notice>
      ) : (
        payout.actions.join?.allowed && (
          <>
            {!same && (
              <TextField
                label={m.differenceWhy()}
                value={reason}
                maxLength={400}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
            <WriteFailure error={join.error} />
            <Button
              look={same ? "primary" : undefined}
              busy={join.isPending}
              disabled={!same && !reason.trim()}
              onClick={() => join.mutate()}
            >
              {m.joinLine()}
            </Button>
          </>
        )
      )}
    </li>
  );
}

function Part({ payout }: { payout: PayoutWhole }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [reason, setReason] = useState("");
  const part = useMutation({
    mutationFn: () => post(`/provider-payouts/${payout.id}/line-removal`, { reason: reason.trim() }, intent),
    onSuccess: () => {
      void client.invalidateQueries();
      toast(m.payoutParted());
    },
  });
  return (
    <section className="mt-4 grid gap-3 border-t border-line pt-4">
      <h3 className="font-semibold">{m.partTitle()}</h3>
      <TextField
        label={m.reason()}
        value={reason}
        maxLength={400}
        onChange={(event) => setReason(event.target.value)}
      />
      <WriteFailure error={part.error} />
      <Button busy={part.isPending} disabled={!reason.trim()} onClick={() => part.mutate()}>
        {m.partLine()}
      </Button>
    </section>
  );
}
