import { useQuery } from "@tanstack/react-query";
import { get, query } from "../../shared/api/client";
import type { DocumentSummary, DocumentView, Page } from "../../shared/api/types";
import { formatAmount } from "../../shared/money";
import { SelectField } from "../../shared/ui/Field";
import { emptyLine, type FormLine } from "./data";
import * as m from "./messages";

/** The receivable that a credit note reduces; choosing it brings its lines, so that the tax rates follow. */
export function ReducesField({
  customer,
  value,
  onChoose,
}: {
  customer: string | undefined;
  value: string;
  onChoose: (id: string, currency: string, lines: FormLine[]) => void;
}) {
  const { data } = useQuery({
    queryKey: ["receivables-of", customer],
    queryFn: ({ signal }) =>
      get<Page<DocumentSummary>>(
        `/documents${query({ customer_id: customer, kind: "receivable", limit: 200 })}`,
        signal,
      ),
    enabled: customer !== undefined,
  });
  async function choose(id: string) {
    if (!id) return;
    const document = await get<DocumentView>(`/documents/${id}`);
    onChoose(
      id,
      document.currency,
      document.lines.map((it) =>
        emptyLine({
          kind: it.kind || "goods",
          description: it.description,
          taxRate: it.tax_rate,
          reducesLine: it.line_no,
          creditable: it.creditable,
        }),
      ),
    );
  }
  const items = data?.items.filter((it) => !it.reversed) ?? [];
  return (
    <SelectField
      label={m.reduces()}
      required
      disabled={!customer}
      value={value}
      hint={data && items.length === 0 ? m.noReceivable() : undefined}
      onChange={(event) => void choose(event.target.value)}
    >
      <option value="">{m.chooseReceivable()}</option>
      {items.map((it) => (
        <option key={it.id} value={it.id}>
          {it.document_no} · {it.document_date} · {formatAmount(it.gross, it.currency)} {it.currency}
        </option>
      ))}
    </SelectField>
  );
}
