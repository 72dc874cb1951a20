import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import type { Attachment, DisputeView } from "../../shared/api/types";
import { FilePicker } from "../../shared/attachments/FilePicker";
import { WithdrawFile } from "../../shared/attachments/WithdrawFile";
import { readersInstant } from "../../shared/dates";
import { Thread } from "../../shared/disputes/Thread";
import { useMarkRead } from "../../shared/disputes/useMarkRead";
import { useReply } from "../../shared/disputes/useReply";
import { useFieldFacts } from "../../shared/fields/data";
import { categoryLabel } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { FormModal } from "../../shared/ui/FormModal";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Failure, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { DisputeChip } from "../dispute/DisputeChip";
import * as m from "../messages";
import { Opening } from "../Opening";
import { DisputeReview, useDisputeReview } from "../review/DisputeReview";
import * as pages from "./messages";

type Step = { path: "acceptance" | "return" | "withdrawal"; body: Record<string, unknown>; done: string };

export default function Dispute({ id }: { id: string }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const key = ["dispute", id];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<DisputeView>(`/disputes/${id}`, signal),
    refetchInterval: 20_000, // a conversation goes on while both look at it
  });
  useMarkRead(data);
  const [withdrawing, setWithdrawing] = useState<Attachment>();
  const step = useMutation({
    mutationFn: ({ path, body }: Step) => post<DisputeView>(`/disputes/${id}/${path}`, body),
    onSuccess: (view, { done }) => {
      client.setQueryData(key, view);
      for (const other of ["statement", "list", "home", "reviews"])
        void client.invalidateQueries({ queryKey: [other] });
      toast(done);
    },
  });
  const waits = useDisputeReview(id, data?.resolution?.state === "proposed");
  const [asking, setAsking] = useState<"accept" | "return" | "withdraw">();

  const said = useFieldFacts("dispute", data?.fields);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const { actions, currency } = data;
  const money = (amount: string | undefined) => amount && <span className="num">{formatMoney(amount, currency)}</span>;
  const resolution = data.resolution;

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
      <div className="min-w-0 space-y-4">
        <div>
          <Link href="/p/disputes" className="inline-flex min-h-11 items-center text-mute hover:text-ink">
            ‹ {m.navDisputes()}
          </Link>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-[1.375rem] font-semibold">{data.dispute_no}</h1>
            <DisputeChip dispute={data} />
          </div>
          <p className={data.waiting_for === "customer" ? "mt-1 font-medium" : "mt-1 text-mute"}>{data.expected}</p>
          {data.waiting_for === "staff" && (
            <p className="text-mute">
              {data.assignee ? pages.answeredBy({ who: data.assignee.name }) : pages.answeredBySeller()}{" "}
              {pages.answeredUntil({ when: readersInstant(data.due_at, organization.time_zone) })}
            </p>
          )}
        </div>

        {resolution && resolution.state === "proposed" && (
          <Card className="border-brand p-5">
            <h2 className="font-semibold">{pages.proposal()}</h2>
            <p className="num mt-1 text-[1.5rem] font-semibold">
              {resolution.decision === "reject" || resolution.decision === "disagree"
                ? shared.outcomeRejected()
                : formatMoney(resolution.amount, currency)}
            </p>
            {resolution.text && <p className="mt-1 break-words whitespace-pre-wrap">{resolution.text}</p>}
            <p className="mt-1 text-[0.8125rem] text-mute">
              {pages.proposedBy({ who: resolution.proposed_by_name })} ·{" "}
              {readersInstant(resolution.created_at, organization.time_zone)}
            </p>
            {waits && (
              <div className="mt-4">
                <DisputeReview review={waits} />
              </div>
            )}
            <div className="mt-4 flex flex-wrap gap-2">
              {!waits && (
                <Button
                  look="primary"
                  disabled={!actions.accept?.allowed}
                  title={actions.accept?.why}
                  onClick={() => setAsking("accept")}
                >
                  {pages.acceptProposal()}
                </Button>
              )}
              <Button
                disabled={!actions.return?.allowed}
                title={actions.return?.why}
                onClick={() => setAsking("return")}
              >
                {pages.returnProposal()}
              </Button>
            </div>
          </Card>
        )}

        <Card className="p-5">
          <h2 className="sr-only">{shared.conversation()}</h2>
          <Thread
            messages={data.messages}
            readers={data.readers}
            currency={currency}
            timeZone={organization.time_zone}
            onWithdraw={setWithdrawing}
          />
          {actions.message?.allowed !== false && <Reply id={id} />}
          {!asking && <WriteFailure error={step.error} />}
        </Card>
      </div>

      <aside className="space-y-4">
        <Card className="pb-4">
          <CardHeading>{shared.dispute()}</CardHeading>
          <Facts
            className="px-4"
            facts={[
              [shared.reason(), categoryLabel(data.category)],
              [shared.disputedAmount(), <strong key="d">{money(data.disputed_amount)}</strong>],
              [pages.ourFigure(), money(data.customer_figure)],
              ...said,
              [shared.agreedAmount(), money(data.agreed_amount)],
              [
                shared.kindCreditNote(),
                data.credit_document && (
                  <Link href={`/p/documents/${data.credit_document.id}`} className="text-brand hover:underline">
                    {data.credit_document.document_no}
                  </Link>
                ),
              ],
            ]}
          />
        </Card>
        <Card className="pb-4">
          <CardHeading>{pages.theLine()}</CardHeading>
          <Facts
            className="px-4"
            facts={[
              [
                shared.statement(),
                <Link
                  key="s"
                  href={`/p/s/${data.statement_id}/lines/${data.line_no}`}
                  className="text-brand hover:underline"
                >
                  {data.statement_no}
                </Link>,
              ],
              [
                shared.document(),
                data.document_id ? (
                  <Link key="d" href={`/p/documents/${data.document_id}`} className="text-brand hover:underline">
                    {data.document_no}
                  </Link>
                ) : (
                  data.document_no
                ),
              ],
              [shared.description(), data.line.description],
              [shared.documentDate(), data.line.document_date],
              [shared.dueDate(), data.line.due_date],
              [shared.orderNo(), data.line.order_no],
              [shared.shipmentNo(), data.line.shipment_no],
              [shared.invoiceNo(), data.line.invoice_no],
              [shared.lineAmount(), money(data.line_amount)],
              [shared.openAmount(), money(data.line.open)],
            ]}
          />
        </Card>
        {actions.withdraw?.allowed && (
          <Button look="danger" className="w-full" onClick={() => setAsking("withdraw")}>
            {pages.withdrawDispute()}
          </Button>
        )}
      </aside>
      {withdrawing && (
        <WithdrawFile
          file={withdrawing}
          onClose={() => setWithdrawing(undefined)}
          onDone={() => {
            setWithdrawing(undefined);
            void refetch();
          }}
        />
      )}
      {asking && (
        <Decide
          what={asking}
          dispute={data}
          busy={step.isPending}
          error={step.error}
          onClose={() => {
            step.reset();
            setAsking(undefined);
          }}
          onDecide={(next) => step.mutate(next, { onSuccess: () => setAsking(undefined) })}
        />
      )}
    </div>
  );
}

function Reply({ id }: { id: string }) {
  const reply = useReply(id);
  function send(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    void reply.send().then((sent) => {
      if (sent) toast(pages.messageSent());
    });
  }
  return (
    <form onSubmit={send} className="no-print mt-5 space-y-3 border-t border-line pt-4">
      <TextArea
        label={pages.reply()}
        hideLabel
        placeholder={pages.replyHint()}
        value={reply.text}
        maxLength={4000}
        onChange={(event) => reply.setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) send(event);
        }}
      />
      <FilePicker uploads={reply.uploads} onRetried={(all) => void reply.retried(all)} />
      <WriteFailure error={reply.error} />
      <div className="flex justify-end">
        <Button look="primary" type="submit" busy={reply.busy} disabled={reply.empty}>
          {shared.send()}
        </Button>
      </div>
    </form>
  );
}

function Decide({
  what,
  dispute,
  busy,
  error,
  onClose,
  onDecide,
}: {
  what: "accept" | "return" | "withdraw";
  dispute: DisputeView;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onDecide: (step: Step) => void;
}) {
  const [text, setText] = useState("");
  const row_version = dispute.row_version;
  const amount = formatMoney(dispute.resolution?.amount ?? "0", dispute.currency);
  const nothing = dispute.resolution?.decision === "reject" || dispute.resolution?.decision === "disagree";
  const words = {
    accept: {
      title: pages.acceptProposal(),
      text: nothing ? pages.acceptNothingText() : pages.acceptText({ amount }),
      button: pages.acceptProposal(),
    },
    return: { title: pages.returnProposal(), text: pages.returnText(), button: pages.returnProposal() },
    withdraw: { title: pages.withdrawDispute(), text: pages.withdrawText(), button: pages.withdrawDispute() },
  }[what];
  const steps: Record<typeof what, Step> = {
    accept: { path: "acceptance", body: { row_version }, done: pages.accepted() },
    return: { path: "return", body: { row_version, text: text.trim() }, done: pages.returned() },
    withdraw: { path: "withdrawal", body: { row_version }, done: pages.withdrawn() },
  };
  return (
    <FormModal
      title={words.title}
      placement="sheet"
      action={words.button}
      look={what === "withdraw" ? "danger" : "primary"}
      busy={busy}
      ready={what !== "return" || text.trim() !== ""}
      error={error}
      onClose={onClose}
      onSubmit={() => onDecide(steps[what])}
    >
      <p>{words.text}</p>
      {what === "return" && (
        <TextArea
          label={pages.explain()}
          value={text}
          maxLength={2000}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </FormModal>
  );
}
