import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIntent, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatDate } from "../../shared/dates";
import { formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { ReasonModal } from "../../shared/ui/FormModal";
import { Facts } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Decision } from "../approvals/Decision";
import * as m from "./messages";
import { kindWord, stateWord } from "./words";

type Whole = components["schemas"]["BackofficePayoutWhole"];
type Posted = Whole["differences"][number];

/** What of a payout came in another amount: posted here, decided here, and reversed here. */
export function Difference({ payout }: { payout: Whole }) {
  return (
    <>
      {payout.actions.post_difference?.allowed && <Post payout={payout} />}
      {payout.differences.length > 0 && (
        <section className="mt-4 border-t border-line pt-4">
          <h3 className="mb-2 font-semibold">{m.history()}</h3>
          <ul className="grid gap-3">
            {payout.differences.map((it) => (
              <Row key={it.id} payout={payout} it={it} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Post({ payout }: { payout: Whole }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [it, change] = useState({ kind: payout.kinds[0] ?? "", posting_date: "", reason: "" });
  const set = (name: keyof typeof it) => (event: { target: { value: string } }) =>
    change({ ...it, [name]: event.target.value });
  const send = useMutation({
    mutationFn: () =>
      post<Whole>(
        `/provider-payouts/${payout.id}/difference`,
        { kind: it.kind, posting_date: it.posting_date || undefined, reason: it.reason.trim() || undefined },
        intent,
      ),
    onSuccess: (now) => {
      toast(now.state === "settled" ? m.posted() : m.sent());
      void client.invalidateQueries();
    },
  });
  return (
    <section className="mt-4 grid gap-3 border-t border-line pt-4">
      <h3 className="font-semibold">{m.differenceTitle()}</h3>
      <p className="text-mute">
        {m.differenceHint({ amount: formatMoney((payout.line?.unposted ?? "0").replace("-", ""), payout.currency) })}{" "}
        {m.differenceHintSecond()}
      </p>
      <SelectField label={m.kind()} value={it.kind} onChange={set("kind")}>
        {payout.kinds.map((kind) => (
          <option key={kind} value={kind}>
            {kindWord(kind)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={m.postingDate()}
        hint={m.postingDateHint()}
        type="date"
        value={it.posting_date}
        onChange={set("posting_date")}
      />
      <TextField label={m.why()} hint={m.whyHint()} maxLength={400} value={it.reason} onChange={set("reason")} />
      <WriteFailure error={send.error} />
      <Button look="primary" busy={send.isPending} onClick={() => send.mutate()}>
        {m.post()}
      </Button>
    </section>
  );
}

function Row({ payout, it }: { payout: Whole; it: Posted }) {
  const { organization } = useSession();
  const { label, tone } = stateWord(it.state);
  return (
    <li className="grid gap-2 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <span className="font-medium">{kindWord(it.kind)}</span>
        <Chip tone={tone}>{label}</Chip>
      </div>
      <Facts
        facts={[
          [m.account(), `${it.account} ${it.account_name}`],
          [m.difference(), formatMoney(it.amount, payout.currency)],
          [
            m.inBase(),
            payout.currency !== organization.base_currency && formatMoney(it.base, organization.base_currency),
          ],
          [m.postingDate(), formatDate(it.posting_date)],
          [m.why(), it.reason],
          [m.proposedBy(), it.proposed_by],
          [m.decidedBy(), it.decided_by && [it.decided_by, it.note].filter(Boolean).join(" · ")],
          [m.reversedBy(), it.reversed_by && `${it.reversed_by} · ${formatDate(it.reversed_on ?? "")}`],
          [m.reversedWhy(), it.reversed_reason],
        ]}
      />
      {it.state === "proposed" && (
        <Decision
          path={`/provider-payouts/${payout.id}/difference`}
          version={it.row_version}
          actions={it.actions}
          reason="note"
          maxLength={400}
          words={{
            withdraw: m.withdraw(),
            withdrawn: m.withdrawn(),
            approve: m.approve(),
            approved: m.approved(),
            decline: m.decline(),
            declined: m.declined(),
            declineTitle: m.declineTitle(),
            declineReason: m.note(),
          }}
        />
      )}
      {it.actions.reverse?.allowed && <Reverse payout={payout} it={it} />}
    </li>
  );
}

function Reverse({ payout, it }: { payout: Whole; it: Posted }) {
  const client = useQueryClient();
  const [intent] = useState(newIntent);
  const [asking, setAsking] = useState(false);
  const send = useMutation({
    mutationFn: (reason: string) =>
      post(`/provider-payouts/${payout.id}/difference/reversal`, { row_version: it.row_version, reason }, intent),
    onSuccess: () => {
      toast(m.reversed());
      setAsking(false);
      void client.invalidateQueries();
    },
  });
  return (
    <div>
      <Button onClick={() => setAsking(true)}>{m.reverse()}</Button>
      {asking && (
        <ReasonModal
          title={m.reverseTitle()}
          action={m.reverse()}
          busy={send.isPending}
          error={send.error}
          label={m.why()}
          maxLength={400}
          onClose={() => setAsking(false)}
          onGive={send.mutate}
        >
          <p className="text-mute">{m.reverseHint()}</p>
        </ReasonModal>
      )}
    </div>
  );
}
