import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { DisputeCategory, DisputeOutcome, DisputeState, DisputeView, DocumentKind } from "../../shared/api/types";
import { Files } from "../../shared/attachments/Files";
import { percent } from "../../shared/documents/DocumentBody";
import { categoryLabel, disputeStateLabel, kindLabel, outcomeLabel } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatAmount, formatMoney } from "../../shared/money";
import * as proofs from "../../shared/proofs/messages";
import { ProofRow } from "../../shared/proofs/ProofRow";
import { Facts } from "../../shared/ui/Layout";
import { Failure, Skeleton } from "../../shared/ui/states";
import * as d from "./messages";

type Evidence = components["schemas"]["BackofficeEvidence"];
type Paper = Evidence["credits"][number];

/** What the books know of the disputed line, gathered by itself. */
export function EvidencePane({ dispute }: { dispute: DisputeView }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["dispute-evidence", dispute.id, dispute.row_version],
    queryFn: ({ signal }) => get<Evidence>(`/disputes/${dispute.id}/evidence`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-60 w-full" />;
  const { document: paper, currency } = data;
  const files = dispute.messages.flatMap((it) => it.attachments);
  if (!paper) return <p className="text-mute">{d.noDocument()}</p>;
  return (
    <div className="space-y-4">
      <Facts
        facts={[
          [kindLabel(paper.kind as DocumentKind), <To key="d" id={paper.id} no={paper.document_no} />],
          [shared.date(), paper.document_date],
          [shared.dueDate(), paper.due_date],
          [d.order(), paper.order_no],
          [d.contract(), paper.contract_no],
          [d.shipment(), [paper.shipment_no, paper.shipment_date].filter(Boolean).join(" · ")],
          [d.invoices(), data.invoices.length === 0 && paper.invoice_no],
          ...data.invoices.map((it): [string, ReactNode] => [
            d.invoices(),
            [it.invoice_no, it.invoice_date, it.voided && d.voided()].filter(Boolean).join(" · "),
          ]),
          [shared.amount(), formatMoney(paper.gross, currency)],
          [shared.openAmount(), formatMoney(paper.open, currency)],
          [d.creditable(), <strong key="c">{formatMoney(paper.creditable, currency)}</strong>],
        ]}
      />
      {data.lines.length > 0 && (
        <Part title={d.lines()}>
          {data.lines.map((it) => (
            <Row
              key={it.line_no}
              what={it.description || it.item_code}
              detail={[
                it.quantity && `${it.quantity} ${it.unit} × ${it.unit_price}`,
                percent(it.tax_rate),
                !/^0(\.0*)?$/.test(it.credited) && d.credited({ amount: formatAmount(it.credited, currency) }),
              ]}
              amount={formatAmount(it.gross, currency)}
            />
          ))}
        </Part>
      )}
      {data.proofs.length > 0 && (
        <Part title={proofs.title()}>
          {data.proofs.map((it) => (
            <ProofRow key={it.id} file={it} />
          ))}
        </Part>
      )}
      <Papers title={d.payments()} papers={data.payments} currency={currency} />
      <Papers title={d.credits()} papers={data.credits} currency={currency} />
      <Papers title={d.related()} papers={data.related} currency={currency} />
      <Part title={d.earlier()}>
        {data.earlier.map((it) => (
          <Row
            key={it.id}
            what={
              <Link href={`/console/disputes?view=all&id=${it.id}`} className="text-brand hover:underline">
                {it.dispute_no}
              </Link>
            }
            detail={[
              categoryLabel(it.category as DisputeCategory),
              it.outcome ? outcomeLabel(it.outcome as DisputeOutcome) : disputeStateLabel(it.state as DisputeState),
            ]}
            amount={formatAmount(it.disputed_amount, currency)}
          />
        ))}
      </Part>
      {files.length > 0 && (
        <section>
          <h3 className="mb-1 font-medium">{d.files()}</h3>
          <Files files={files} />
        </section>
      )}
    </div>
  );
}

function To({ id, no }: { id: string; no: string }) {
  return (
    <Link href={`/console/documents/${id}`} className="text-brand hover:underline">
      {no}
    </Link>
  );
}

function Papers({ title, papers, currency }: { title: string; papers: Paper[]; currency: string }) {
  return (
    <Part title={title}>
      {papers.map((it, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: one receipt may be set against it twice, and rows never move
          key={`${it.id}${index}`}
          what={<To id={it.id} no={it.document_no} />}
          detail={[kindLabel(it.kind as DocumentKind), it.date, it.reversed && d.reversed()]}
          amount={formatAmount(it.amount, currency)}
        />
      ))}
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode[] }) {
  return (
    <section>
      <h3 className="mb-1 font-medium">{title}</h3>
      {children.length === 0 ? <p className="text-mute">{d.none()}</p> : <ul>{children}</ul>}
    </section>
  );
}

function Row({ what, detail, amount }: { what: ReactNode; detail: (string | false | undefined)[]; amount: string }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-3 border-t border-line py-1.5">
      <span className="min-w-0 flex-1 basis-36 break-words">
        {what} <span className="text-mute">{detail.filter(Boolean).join(" · ")}</span>
      </span>
      <span className="num ms-auto">{amount}</span>
    </li>
  );
}
