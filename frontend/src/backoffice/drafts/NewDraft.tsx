import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { DocumentView } from "../../shared/api/types";
import { dayOf } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { PageTitle } from "../../shared/ui/Layout";
import { Failure, SkeletonRows } from "../../shared/ui/states";
import { UpLink } from "../../shared/ui/UpLink";
import { useParams } from "../../shared/useParams";
import { DraftForm } from "./DraftForm";
import { type DraftKind, draftKinds, emptyForm, emptyLine, type Form } from "./data";
import * as m from "./messages";

/** A new document; ?from= names the posted one that it follows. */
export default function NewDraft() {
  const { organization } = useSession();
  const [params] = useParams();
  const asked = params.get("kind") as DraftKind;
  const from = params.get("from") ?? "";
  const { data, error, refetch } = useQuery({
    queryKey: ["document", from],
    queryFn: ({ signal }) => get<DocumentView>(`/documents/${from}`, signal),
    enabled: from !== "",
  });
  const blank = emptyForm(
    draftKinds.includes(asked) && (asked !== "reversal" || from) ? asked : "receivable",
    dayOf(new Date(), organization.time_zone),
  );
  return (
    <>
      <UpLink href="/console/drafts">{m.title()}</UpLink>
      <PageTitle>{m.newDraft()}</PageTitle>
      {error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : from && !data ? (
        <SkeletonRows rows={8} />
      ) : (
        <DraftForm key={from} start={data ? following(blank, data, params.get("dishonoured") === "1") : blank} />
      )}
    </>
  );
}

/** The form of a document that follows a posted one. */
function following(form: Form, it: DocumentView, dishonoured: boolean): Form {
  const out: Form = {
    ...form,
    customer: { id: it.customer.id, name: it.customer.name, currency: it.currency },
    currency: it.currency,
    orderNo: it.order_no,
    contractNo: it.contract_no,
  };
  switch (form.kind) {
    case "credit_note":
      return {
        ...out,
        reduces: it.id,
        lines: it.lines.map((line) =>
          emptyLine({
            kind: line.kind || "goods",
            description: line.description,
            taxRate: line.tax_rate,
            reducesLine: line.line_no,
            creditable: line.creditable,
          }),
        ),
      };
    case "adjustment":
      return { ...out, adjusts: it.id, reason: "allowance", invoiceNo: it.invoice_no };
    case "receipt":
      return { ...out, settles: [it.id], amount: it.open };
    case "refund":
      return {
        ...out,
        settlesItem: it.instalments.find((part) => Number(part.open) > 0)?.item_id ?? "",
        amount: it.open,
      };
    case "reversal":
      return { ...out, reverses: it.id, reversesNo: it.document_no, dishonoured };
  }
  return out;
}
