import { Link } from "wouter";
import type { DocumentSummary, Page } from "../../shared/api/types";
import { type Field, labelOf, showValue } from "../../shared/fields/data";
import { documentKinds, kindLabel, settlementLabel, settlementTone } from "../../shared/labels";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { ListTools, useColumns } from "../fields/ListTools";
import * as m from "../messages";

export default function Documents() {
  const [params, change] = useParams();
  const kind = params.get("kind") ?? "";
  const open = params.get("open") ?? "";
  const q = params.get("q") ?? "";
  const customer = params.get("customer_id") ?? "";
  const field = params.get("field") ?? "";
  const { columns, ...choice } = useColumns("document");
  const list = useList<Page<DocumentSummary>>("/documents", { kind, open, q, customer_id: customer, field });
  return (
    <>
      <PageTitle>{m.navDocuments()}</PageTitle>
      <div className="no-print mb-3 flex flex-wrap items-end gap-3">
        <SearchField
          className="w-full sm:w-72"
          placeholder={m.searchDocuments()}
          value={q}
          onChange={(next) => change({ q: next })}
        />
        <SelectField
          label={shared.kind()}
          hideLabel
          value={kind}
          onChange={(event) => change({ kind: event.target.value })}
        >
          <option value="">{m.allKinds()}</option>
          {documentKinds.map((it) => (
            <option key={it} value={it}>
              {kindLabel(it)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={shared.openAmount()}
          hideLabel
          value={open}
          onChange={(event) => change({ open: event.target.value })}
        >
          <option value="">{m.openOrSettled()}</option>
          <option value="true">{shared.settlementOpen()}</option>
          <option value="false">{shared.settlementSettled()}</option>
        </SelectField>
        <ListTools {...choice} match={field} onMatch={(next) => change({ field: next })} />
        {customer && <Button onClick={() => change({ customer_id: undefined })}>{m.allCustomers()}</Button>}
      </div>
      <Card>
        <Listed
          list={list}
          rows={10}
          empty={
            kind || open || q || customer || field ? (
              <NothingMatches
                onClear={() =>
                  change({
                    kind: undefined,
                    open: undefined,
                    q: undefined,
                    customer_id: undefined,
                    field: undefined,
                  })
                }
              />
            ) : (
              <Empty
                kind="nothing"
                title={m.noDocuments()}
                action={
                  <Link href="/console/imports" className="text-brand underline">
                    {m.navImports()}
                  </Link>
                }
              />
            )
          }
        >
          {(items) => <DocumentTable documents={items} columns={columns} />}
        </Listed>
      </Card>
    </>
  );
}

export function DocumentTable({
  documents,
  withCustomer = true,
  columns = [],
}: {
  documents: DocumentSummary[];
  columns?: Field[];
  withCustomer?: boolean;
}) {
  return (
    <GridTable label={m.navDocuments()}>
      <thead>
        <tr>
          <th scope="col">{shared.documentNo()}</th>
          <th scope="col">{shared.kind()}</th>
          {withCustomer && <th scope="col">{shared.customer()}</th>}
          <th scope="col">{shared.documentDate()}</th>
          <th scope="col">{shared.dueDate()}</th>
          <th scope="col">{shared.orderNo()}</th>
          <th scope="col">{shared.invoiceNo()}</th>
          <th scope="col">{shared.currency()}</th>
          <th scope="col" className="text-end">
            {shared.gross()}
          </th>
          <th scope="col" className="text-end">
            {shared.openAmount()}
          </th>
          <th scope="col">{shared.state()}</th>
          {columns.map((it) => (
            <th key={it.code} scope="col">
              {labelOf(it)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {documents.map((it) => (
          <tr key={it.id}>
            <td>
              <Link href={`/console/documents/${it.id}`} className="font-medium text-brand hover:underline">
                {it.document_no}
              </Link>
            </td>
            <td>{kindLabel(it.kind)}</td>
            {withCustomer && <td>{it.customer.name}</td>}
            <td className="num">{it.document_date}</td>
            <td className="num">{it.due_date}</td>
            <td>{it.order_no}</td>
            <td>{it.invoice_no}</td>
            <td className="text-mute">{it.currency}</td>
            <td className="num text-end font-medium">{formatAmount(it.gross, it.currency)}</td>
            <td className="num text-end">{formatAmount(it.open, it.currency)}</td>
            <td>
              <Dot tone={it.reversed ? "neutral" : settlementTone(it.settlement)}>
                {it.reversed ? shared.reversedMark() : settlementLabel(it.settlement)}
              </Dot>
            </td>
            {columns.map((one) => (
              <td key={one.code}>{showValue(one, it.fields?.[one.code])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}
