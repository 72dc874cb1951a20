import { useState } from "react";
import { Link } from "wouter";
import { isEnglish } from "../../shared/i18n/locale";
import { formatAmount, formatNumber } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import type { Table } from "./kinds";
import * as m from "./messages";

const step = 200;

/** A report's rows and totals. Ids are not shown: they are where a customer's name or a document's number leads. */
export function ReportTable({ table, drill }: { table: Table; drill: (customerId: string) => string }) {
  const [shown, setShown] = useState(step);
  const at = (key: string) => table.columns.findIndex((it) => it.key === key);
  const [customerId, documentId, currency] = [at("customer_id"), at("document_id"), at("currency")];
  const columns = table.columns.map((column, index) => ({ ...column, index })).filter((it) => it.type !== "id");
  const right = (type: string) =>
    type === "amount" || type === "number" ? "num text-end" : type === "date" ? "num" : "";

  function written(cell: string, type: string, of: string): string {
    if (cell === "") return "";
    if (type === "amount") return formatAmount(cell, of);
    return type === "number" ? formatNumber(cell) : cell;
  }

  function cellOf(row: string[], column: (typeof columns)[number]) {
    const cell = row[column.index] ?? "";
    const customer = row[customerId];
    const document = row[documentId];
    const text = column.type === "kind" ? (table.words[cell] ?? cell) : written(cell, column.type, row[currency] ?? "");
    if (column.key === "document_no" && document) {
      return (
        <Link href={`/console/documents/${document}`} className="text-brand hover:underline">
          {text}
        </Link>
      );
    }
    if (column.key === "customer_code" && customer) {
      return (
        <Link href={drill(customer)} title={m.drill()} className="text-brand hover:underline">
          {text}
        </Link>
      );
    }
    if (column.key === "customer_name" && customer) {
      return (
        <Link href={`/console/customers/${customer}`} className="hover:text-brand hover:underline">
          {text}
        </Link>
      );
    }
    return text;
  }

  return (
    <>
      <GridTable label={isEnglish() ? table.en : table.zh}>
        <caption className="sr-only">{`${isEnglish() ? table.en : table.zh} ${table.from} – ${table.to}`}</caption>
        <thead>
          <tr>
            {columns.map((it) => (
              <th scope="col" key={it.key} className={right(it.type) && "text-end"}>
                {isEnglish() ? it.en : it.zh}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, shown).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a report have no names and never move
            <tr key={index}>
              {columns.map((it) => (
                <td key={it.key} className={right(it.type)}>
                  {cellOf(row, it)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {table.totals.length > 0 && (
          <tfoot>
            {table.totals
              .filter((it) => it.currency !== "")
              .map((total) => (
                <tr key={total.currency}>
                  {columns.map((it, index) =>
                    index === 0 ? (
                      <th scope="row" key={it.key}>
                        {m.total({ currency: total.currency })}
                      </th>
                    ) : (
                      <td key={it.key} className={right(it.type)}>
                        {written(total.cells[it.index] ?? "", it.type, total.currency)}
                      </td>
                    ),
                  )}
                </tr>
              ))}
          </tfoot>
        )}
      </GridTable>
      <p className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 text-[0.8125rem] text-mute">
        <span role="status">
          {shown < table.rows.length
            ? m.rowsShown({ count: table.rows.length, shown })
            : m.rows({ count: table.rows.length })}
        </span>
        {shown < table.rows.length && (
          <Button look="quiet" onClick={() => setShown(shown + 5 * step)}>
            +{Math.min(5 * step, table.rows.length - shown)}
          </Button>
        )}
      </p>
    </>
  );
}
