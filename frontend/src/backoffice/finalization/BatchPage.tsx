import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { newIntent, post } from "../../shared/api/client";
import { cx } from "../../shared/classes";
import { formatInstant } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import { nameOf } from "../../shared/names";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { FormModal, ReasonModal } from "../../shared/ui/FormModal";
import { Card, CardHeading, Facts, Progress } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { Opening } from "../Opening";
import { useWatched } from "../useWatched";
import { type Batch, batchLabel, batchTone } from "./data";
import * as m from "./messages";

const batchKey = (id: string) => ["finalization-batch", id];
const isLive = (it: Batch | undefined) => it?.state === "preparing" || it?.state === "signing";

/** A batch being laid out, waiting for its signature, or being signed. Leaving the page is safe. */
export default function Page({ id }: { id: string }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const { data, error, refetch } = useWatched<Batch>(batchKey(id), `/finalization-batches/${id}`, isLive);
  const [step, setStep] = useState<"sign" | "withdraw">();
  function done(next: Batch) {
    client.setQueryData(batchKey(id), next);
    void client.invalidateQueries({ queryKey: ["list"] });
    setStep(undefined);
  }
  const retry = useMutation({
    mutationFn: () => post<Batch>(`/finalization-batches/${id}/retry`, {}, newIntent()),
    onSuccess: done,
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const may = (name: string) => data.actions?.[name]?.allowed;
  const at = (instant: string | undefined) => instant && formatInstant(instant, organization.time_zone);
  const signing = data.state === "signing" || data.signed > 0;
  const [ready, of] = signing
    ? [data.signed, data.signed + data.signing + data.to_sign]
    : [data.total - data.pending, data.total];
  return (
    <>
      <UpLink href="/console/finalizations/batches">{m.batches()}</UpLink>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <h1 className="num text-[1.375rem] font-semibold">
          {data.from} – {data.to}
        </h1>
        <Chip tone={batchTone(data.state)}>{batchLabel(data.state)}</Chip>
        <div className="ms-auto flex flex-wrap gap-2">
          {may("retry") && (
            <Button busy={retry.isPending} onClick={() => retry.mutate()}>
              {m.retryFailed({ count: data.failed })}
            </Button>
          )}
          {may("withdraw") && <Button onClick={() => setStep("withdraw")}>{m.withdrawBatch()}</Button>}
          {may("sign") && (
            <Button look="primary" onClick={() => setStep("sign")}>
              {m.signBatch({ count: data.to_sign })}
            </Button>
          )}
        </div>
      </div>
      {data.state === "to_sign" && !may("sign") && <Notice tone="info">{data.actions?.sign?.why}</Notice>}
      <WriteFailure error={retry.error} />
      <div className="mt-3 grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
        <div className="min-w-0 space-y-4">
          <Card className="p-4">
            <Progress
              done={ready}
              of={of}
              label={signing ? m.signedOf({ done: ready, total: of }) : m.preparedOf({ done: ready, total: of })}
            />
            <dl className="mt-4 grid grid-cols-2 gap-3 sm:grid-cols-4">
              {(
                [
                  [m.statementsCount(), data.total, ""],
                  [m.stateToSign(), data.to_sign, ""],
                  [m.sellerSigned(), data.signed, ""],
                  [m.buyerSigned(), data.countersigned, ""],
                  [m.notDone(), data.failed, data.failed ? "text-bad" : ""],
                  [m.endedOnes(), data.ended, ""],
                ] as const
              ).map(([label, count, tone]) => (
                <div key={label}>
                  <dt className="text-mute">{label}</dt>
                  <dd className={cx("num text-[1.375rem] leading-tight font-semibold", tone)}>{text(count)}</dd>
                </div>
              ))}
            </dl>
            {isLive(data) && <p className="mt-3 text-mute">{m.safeToLeave()}</p>}
          </Card>
          {data.failures && data.failures.length > 0 && (
            <Card>
              <CardHeading>{m.notDone()}</CardHeading>
              <ul className="divide-y divide-line">
                {data.failures.map((it) => (
                  <li key={it.statement_id} className="flex flex-wrap gap-x-3 px-4 py-2">
                    <Link
                      href={`/console/statements/${it.statement_id}`}
                      className="font-medium text-brand hover:underline"
                    >
                      {it.statement_no}
                    </Link>
                    <span>{nameOf(it.customer)}</span>
                    <span className="basis-full text-mute">{it.reason}</span>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
        <Card className="p-4">
          <Facts
            facts={[
              ...(data.sums ?? []).map(
                (it) =>
                  [
                    m.agreedIn({ currency: it.currency, count: it.count }),
                    <Money key={it.currency} amount={it.amount} currency={it.currency} />,
                  ] as [string, React.ReactNode],
              ),
              [m.preparedBy(), `${data.created_by}  ${at(data.created_at)}`],
              [m.preparedAt(), at(data.prepared_at)],
              [m.signedBy(), data.signed_by && `${data.signed_by}  ${at(data.signed_at)}`],
            ]}
          />
          <p className="mt-3 border-t border-line pt-3">
            <Link href="/console/finalizations" className="text-brand hover:underline">
              {m.seeAll()}
            </Link>
          </p>
        </Card>
      </div>
      {step === "sign" && <Sign of={data} onClose={() => setStep(undefined)} onDone={done} />}
      {step === "withdraw" && <Withdraw of={data} onClose={() => setStep(undefined)} onDone={done} />}
    </>
  );
}

interface Props {
  of: Batch;
  onClose: () => void;
  onDone: (next: Batch) => void;
}

function Sign({ of, onClose, onDone }: Props) {
  const [agreed, setAgreed] = useState(false);
  const [intent] = useState(newIntent);
  const sign = useMutation({
    mutationFn: () =>
      post<Batch>(`/finalization-batches/${of.id}/signature`, { sha256: of.sha256 ?? "", agreed }, intent),
    onSuccess: (next) => {
      toast(m.batchSigning());
      onDone(next);
    },
  });
  return (
    <FormModal
      title={m.signTitle()}
      action={m.signNow()}
      busy={sign.isPending}
      ready={agreed}
      error={sign.error}
      onClose={onClose}
      onSubmit={() => sign.mutate()}
    >
      <p>{m.signBatchText({ count: of.to_sign })}</p>
      <ul>
        {(of.sums ?? []).map((it) => (
          <li key={it.currency} className="flex justify-between gap-3">
            <span className="text-mute">{m.agreedIn({ currency: it.currency, count: it.count })}</span>
            <Money amount={it.amount} currency={it.currency} className="font-medium" />
          </li>
        ))}
      </ul>
      <Link
        href="/console/finalizations?state=to_sign"
        className="inline-flex min-h-8 items-center text-brand hover:underline"
      >
        {m.readEach()}
      </Link>
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          className="mt-1 size-4 shrink-0"
          checked={agreed}
          onChange={(event) => setAgreed(event.target.checked)}
        />
        <span>{m.agreeBatch({ count: of.to_sign })}</span>
      </label>
    </FormModal>
  );
}

function Withdraw({ of, onClose, onDone }: Props) {
  const [intent] = useState(newIntent);
  const withdraw = useMutation({
    mutationFn: (reason: string) => post<Batch>(`/finalization-batches/${of.id}/withdrawal`, { reason }, intent),
    onSuccess: (next) => {
      toast(m.withdrawn());
      onDone(next);
    },
  });
  return (
    <ReasonModal
      title={m.withdrawBatch()}
      action={m.withdrawBatch()}
      look="danger"
      busy={withdraw.isPending}
      error={withdraw.error}
      label={m.reason()}
      onClose={onClose}
      onGive={withdraw.mutate}
    >
      <p>{m.withdrawBatchText({ count: of.to_sign })}</p>
    </ReasonModal>
  );
}
