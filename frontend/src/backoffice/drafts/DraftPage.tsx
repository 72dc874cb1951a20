import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { Voucher } from "../../shared/documents/DocumentBody";
import { kindLabel } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatAmount, formatNumber } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { ReasonModal } from "../../shared/ui/FormModal";
import { Card, CardHeading, Facts, PageTitle } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { ScrollTable } from "../../shared/ui/ScrollTable";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import * as approvals from "../approvals/messages";
import { SaidCard, Way } from "../approvals/Way";
import { ProofCard } from "../proofs/ProofCard";
import { Rounds, TakeBack } from "../receivables/Asking";
import * as receivables from "../receivables/messages";
import { DraftForm } from "./DraftForm";
import { type Draft, type DraftPreview, formOf, kindOf, type NewDocument } from "./data";
import { stateLabel, stateTone } from "./labels";
import * as m from "./messages";

/** One document on its way into the books: what it says, and what may be done with it now. */
export default function DraftPage({ id }: { id: string }) {
  const [editing, setEditing] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["draft", id],
    queryFn: ({ signal }) => get<Draft>(`/drafts/${id}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data?.document) return <SkeletonRows rows={8} />;
  return (
    <>
      <UpLink href="/console/drafts">{m.title()}</UpLink>
      <PageTitle
        action={
          !editing && (
            <Acts draft={data} onEdit={() => setEditing(true)} reread={() => void refetch()} key={data.row_version} />
          )
        }
      >
        <span className="flex flex-wrap items-center gap-3">
          {kindLabel(kindOf(data.kind))} · {data.customer.name}
          <Chip tone={stateTone(data)}>{stateLabel(data)}</Chip>
        </span>
      </PageTitle>
      {editing && data.actions.change?.allowed ? (
        <DraftForm key={data.row_version} start={formOf(data, data.document)} draft={data} />
      ) : (
        <Shown draft={data} document={data.document} />
      )}
    </>
  );
}

function Shown({ draft, document }: { draft: Draft; document: NewDocument }) {
  const { organization } = useSession();
  const lines = document.lines ?? [];
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
      <div className="min-w-0 space-y-4">
        {document.reason && draft.kind !== "adjustment" && <Notice tone="info">{document.reason}</Notice>}
        {document.description && <Notice tone="info">{document.description}</Notice>}
        <Card>
          <CardHeading>{m.lines()}</CardHeading>
          {lines.length > 0 && (
            <ScrollTable label={m.lines()}>
              <thead>
                <tr>
                  <th scope="col">{m.lineDescription()}</th>
                  <th scope="col" className="text-end">
                    {shared.quantity()}
                  </th>
                  <th scope="col" className="text-end">
                    {shared.unitPrice()}
                  </th>
                  <th scope="col" className="text-end">
                    {shared.net()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.taxRate()}
                  </th>
                  <th scope="col" className="text-end">
                    {shared.tax()}
                  </th>
                  <th scope="col" className="text-end">
                    {shared.total()}
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map((it, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the lines are shown as they were sent and never move
                  <tr key={at}>
                    <td className="break-words">{it.description}</td>
                    <td className="num text-end">{it.quantity && formatNumber(it.quantity)}</td>
                    <td className="num text-end">{it.unit_price && formatNumber(it.unit_price)}</td>
                    <td className="num text-end">{it.net && formatAmount(it.net, draft.currency)}</td>
                    <td className="num text-end">{it.tax_rate}</td>
                    <td className="num text-end">{it.tax && formatAmount(it.tax, draft.currency)}</td>
                    <td className="num text-end font-medium">{it.gross && formatAmount(it.gross, draft.currency)}</td>
                  </tr>
                ))}
              </tbody>
            </ScrollTable>
          )}
          <p className="flex items-baseline justify-between gap-3 px-4 py-3">
            <span className="text-mute">{shared.total()}</span>
            <Money amount={draft.gross} currency={draft.currency} className="text-[1.25rem] font-semibold" />
          </p>
        </Card>
        <Rounds draft={draft} />
        {(draft.state === "draft" || draft.state === "submitted") && <WouldPost draft={draft} />}
      </div>
      <div className="space-y-4">
        <Card className="p-4">
          <Facts
            facts={[
              [m.documentDate(), document.document_date],
              [m.postingDate(), draft.posting_date],
              [m.dueDate(), document.due_date],
              [shared.orderNo(), document.order_no],
              [shared.contractNo(), document.contract_no],
              [shared.invoiceNo(), document.invoice_no],
              [m.madeBy(), draft.made_by],
              [m.submittedBy(), draft.submitted_by],
              [shared.date(), formatInstant(draft.updated_at, organization.time_zone)],
            ]}
          />
          {draft.state === "submitted" && (
            <div className="mt-3">
              <Notice tone={draft.needs_second ? "warn" : "info"}>
                {draft.needs_second ? m.needsSecond() : m.maySelf()}
              </Notice>
            </div>
          )}
        </Card>
        {draft.steps && draft.steps.length > 0 && (
          <Card className="pb-4">
            <CardHeading>{approvals.way()}</CardHeading>
            <div className="px-4">
              <Way steps={draft.steps} open={draft.state === "submitted"} />
            </div>
          </Card>
        )}
        <ProofCard of={`/drafts/${draft.id}`} posted={draft.state === "posted"} />
        <SaidCard said={draft.said ?? []} />
      </div>
    </div>
  );
}

/** The voucher that posting would write, or why it cannot be posted now. */
function WouldPost({ draft }: { draft: Draft }) {
  const { data, error } = useQuery({
    queryKey: ["draft-preview", draft.id, draft.row_version],
    queryFn: ({ signal }) => get<DraftPreview>(`/drafts/${draft.id}/preview`, signal),
    retry: false,
  });
  if (error)
    return (
      <div>
        <p className="mb-2 font-medium">{approvals.voucherFails()}</p>
        <WriteFailure error={error} />
      </div>
    );
  return data ? <Voucher voucher={data.voucher} title={approvals.voucherPreview()} /> : null;
}

function Acts({ draft, onEdit, reread }: { draft: Draft; onEdit: () => void; reread: () => void }) {
  const client = useQueryClient();
  const [returning, setReturning] = useState(false);
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body?: object; said: string }) =>
      post<Draft>(`/drafts/${draft.id}/${path}`, { row_version: draft.row_version, ...body }),
    onSuccess: (next, { said }) => {
      client.setQueryData(["draft", draft.id], next);
      void client.invalidateQueries({ queryKey: ["list"] });
      toast(
        next.state === "confirming"
          ? receivables.asked()
          : next.state === "submitted" && draft.state === "submitted"
            ? approvals.passed()
            : said,
      );
    },
    onError: reread,
  });
  const { change, submit, discard, decide } = draft.actions;
  const giveBackAction = draft.actions.return;
  const steps = draft.steps ?? [];
  const last = steps.filter((it) => !it.by).length <= 1;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {act.error && !returning && <WriteFailure error={act.error} />}
      {draft.document_id && (
        <Link href={`/console/documents/${draft.document_id}`} className={buttonClass("primary")}>
          {m.openDocument()}
        </Link>
      )}
      {draft.state === "draft" && (
        <>
          <Button
            look="danger"
            busy={act.isPending}
            disabled={!discard?.allowed}
            onClick={() => act.mutate({ path: "discarding", said: m.discarded() })}
          >
            {m.discard()}
          </Button>
          <Button disabled={!change?.allowed} onClick={onEdit}>
            {m.edit()}
          </Button>
          <Button
            look="primary"
            busy={act.isPending}
            disabled={!submit?.allowed}
            onClick={() => act.mutate({ path: "submission", said: m.submitted() })}
          >
            {m.submit()}
          </Button>
        </>
      )}
      {draft.state === "confirming" && <TakeBack draft={draft} reread={reread} />}
      {draft.state === "submitted" && (
        <>
          {!decide?.allowed && <span className="text-mute">{decide?.why}</span>}
          <Button busy={act.isPending} disabled={!giveBackAction?.allowed} onClick={() => setReturning(true)}>
            {m.giveBack()}
          </Button>
          <Button
            look="primary"
            busy={act.isPending}
            disabled={!decide?.allowed}
            title={decide?.why}
            onClick={() => act.mutate({ path: "decision", body: { approve: true }, said: m.approved() })}
          >
            {last ? m.approve() : approvals.pass()}
          </Button>
        </>
      )}
      {returning && (
        <ReasonModal
          title={m.returnTitle()}
          action={m.giveBack()}
          busy={act.isPending}
          error={act.error}
          label={m.returnReason()}
          maxLength={1000}
          onClose={() => setReturning(false)}
          onGive={(reason) =>
            act.mutate({ path: "decision", body: { approve: false, reason }, said: m.returnedToast() })
          }
        />
      )}
    </div>
  );
}
