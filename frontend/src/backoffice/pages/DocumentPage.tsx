import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, newIntent, post } from "../../shared/api/client";
import type { DocumentView, Page } from "../../shared/api/types";
import { dayOf } from "../../shared/dates";
import { DocumentBody } from "../../shared/documents/DocumentBody";
import * as shared from "../../shared/messages";
import ConfirmationRecord from "../../shared/receivables/ConfirmationRecord";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { ReasonModal } from "../../shared/ui/FormModal";
import { Failure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { VoucherLines } from "../approvals/VoucherLines";
import { type Said, SaidCard } from "../approvals/Way";
import { BankCard } from "../bank/BankCard";
import * as m from "../messages";
import { Opening } from "../Opening";
import { FlagCard } from "../payerflags/FlagCard";
import { Follow } from "../payments/Follow";
import { NoteCard } from "../payments/NoteCard";
import { mayManage } from "../people/roles";
import { ProofCard } from "../proofs/ProofCard";
import * as workbench from "../workbench/messages";

export default function DocumentPage({ id }: { id: string }) {
  const [reversing, setReversing] = useState(false);
  const { roles } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["document", id],
    queryFn: ({ signal }) => get<DocumentView>(`/documents/${id}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const reverse = data.actions?.reverse;
  return (
    <>
      <p className="mb-3 flex flex-wrap gap-x-2 text-mute">
        <Link href="/console/documents" className="hover:text-ink hover:underline">
          {m.navDocuments()}
        </Link>
        <span aria-hidden="true">›</span>
        <Link href={`/console/customers/${data.customer.id}`} className="hover:text-ink hover:underline">
          {data.customer.name}
        </Link>
        {data.settlement !== "settled" && mayManage(roles) && (
          <Link
            href={`/console/allocation?customer=${data.customer.id}&document=${id}`}
            className="ms-auto text-brand hover:underline"
          >
            {workbench.openWorkbench()}
          </Link>
        )}
      </p>
      <DocumentBody
        document={data}
        aside={
          <>
            {data.kind === "receivable" && <ConfirmationRecord of={`/documents/${id}`} />}
            <NoteCard document={data} />
            <ProofCard of={`/documents/${id}`} posted />
            {(data.kind === "receipt" || data.kind === "advance") && mayManage(roles) && (
              <>
                <FlagCard document={id} />
                <BankCard document={id} />
              </>
            )}
            <LookedAt id={id} />
          </>
        }
        hrefOf={(role, to) =>
          role === "dispute"
            ? `/console/disputes?view=all&id=${to}`
            : role === "statement"
              ? `/console/statements/${to}`
              : `/console/documents/${to}`
        }
        actions={
          <>
            <Follow document={data} />
            {reverse && (
              <div className="no-print mt-4 flex flex-wrap items-center gap-3 border-t border-line pt-3">
                <Button look="danger" disabled={!reverse.allowed} onClick={() => setReversing(true)}>
                  {m.reverse()}
                </Button>
                {!reverse.allowed && reverse.why && <span className="text-mute">{reverse.why}</span>}
              </div>
            )}
          </>
        }
      />
      {reversing && <Reverse document={data} onClose={() => setReversing(false)} />}
    </>
  );
}

/** Who looked at it before it was booked. */
function LookedAt({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ["approvals", id],
    queryFn: ({ signal }) => get<Page<Said>>(`/documents/${id}/approvals`, signal),
  });
  return data ? <SaidCard said={data.items} /> : null;
}

function Reverse({ document, onClose }: { document: DocumentView; onClose: () => void }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const [date, setDate] = useState(() => dayOf(new Date(), organization.time_zone));
  const [intent] = useState(newIntent);
  const reverse = useMutation({
    mutationFn: (reason: string) => post(`/documents/${document.id}/reversal`, { posting_date: date, reason }, intent),
    onSuccess: () => {
      void client.invalidateQueries();
      toast(m.reversed({ no: document.document_no }));
      onClose();
    },
  });
  return (
    <ReasonModal
      title={`${m.reverse()} ${document.document_no}`}
      action={m.reverse()}
      look="danger"
      busy={reverse.isPending}
      error={reverse.error}
      onClose={onClose}
      onGive={reverse.mutate}
    >
      <p>{m.reverseText()}</p>
      {document.voucher && (
        <VoucherLines
          voucher={{
            ...document.voucher,
            posting_date: date,
            // The mirror: what was debited is credited.
            lines: document.voucher.lines.map((line) => ({
              ...line,
              debit: line.credit ?? undefined,
              credit: line.debit ?? undefined,
            })),
          }}
        />
      )}
      <TextField
        label={shared.postingDate()}
        type="date"
        required
        value={date}
        onChange={(event) => setDate(event.target.value)}
      />
    </ReasonModal>
  );
}
