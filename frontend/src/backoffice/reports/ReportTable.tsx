import { Fragment, useState } from "react";
import { Link } from "wouter";
import { isEnglish } from "../../shared/i18n/locale";
import { formatAmount, formatNumber, isZero } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { mayManage } from "../people/roles";
import * as workbench from "../workbench/messages";
import type { Table } from "./kinds";
import * as m from "./messages";

const step = 200;

type Column = Table["columns"][number] & { index: number };

const right = (type: string) =>
  type === "amount" || type === "number" ? "num text-end" : type === "date" ? "num" : "";

function written(cell: string, type: string, of: string): string {
  if (cell === "") return "";
  if (type === "amount") return formatAmount(cell, of);
  return type === "number" ? formatNumber(cell) : cell;
}

/**
 * A report's rows, subtotals and totals. Ids are not shown: they are where a customer's name or a document's number leads.
 * open says where a figure leads, if anywhere; drill where a customer's number does.
 */
export function ReportTable({
  table,
  drill,
  open,
}: {
  table: Table;
  drill?: (customerId: string) => string;
  open?: (row: string[], column: string) => string | undefined;
}) {
  const [shown, setShown] = useState(step);
  const columns = table.columns.map((column, index) => ({ ...column, index })).filter((it) => it.type !== "id");
  const currency = table.columns.findIndex((it) => it.key === "currency");
  const rows = table.rows.slice(0, shown);
  const sumsAfter = (after: number) => table.subtotals.filter((it) => it.after === after);
  const label = isEnglish() ? table.en : table.zh;
  return (
    <>
      <GridTable label={label}>
        <caption className="sr-only">{`${label} ${table.from} – ${table.to}`}</caption>
        <thead>
          <tr>
            {columns.map((it) => (
              <th scope="col" key={it.key} className={right(it.type).includes("text-end") ? "text-end" : undefined}>
                {isEnglish() ? it.en : it.zh}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a report have no names and never move
            <Fragment key={index}>
              <tr>
                {columns.map((it) => (
                  <td key={it.key} className={right(it.type)}>
                    <Cell table={table} row={row} column={it} of={row[currency] ?? ""} drill={drill} open={open} />
                  </td>
                ))}
              </tr>
              {sumsAfter(index + 1).map((sum) => (
                <tr key={`${sum.label}${sum.currency}`} className="[&>*]:bg-sunken">
                  <SumCells
                    columns={columns}
                    cells={sum.cells}
                    currency={sum.currency}
                    label={m.subtotalOf({ label: sum.label })}
                  />
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
        {table.totals.some((it) => it.currency !== "") && (
          <tfoot>
            {table.totals
              .filter((it) => it.currency !== "")
              .map((total) => (
                <tr key={total.currency}>
                  <SumCells
                    columns={columns}
                    cells={total.cells}
                    currency={total.currency}
                    label={m.total({ currency: total.currency })}
                  />
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
          {table.hidden > 0 && ` · ${m.hidden({ count: table.hidden })}`}
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

function SumCells({
  columns,
  cells,
  currency,
  label,
}: {
  columns: Column[];
  cells: string[];
  currency: string;
  label: string;
}) {
  return columns.map((it, index) => {
    const text = it.key === "currency" ? currency : written(cells[it.index] ?? "", it.type, currency);
    return index === 0 ? (
      <th scope="row" key={it.key} className="max-w-52 truncate font-semibold" title={label}>
        {label} {it.key === "currency" ? "" : text}
      </th>
    ) : (
      <td key={it.key} className={`${right(it.type)} font-semibold`}>
        {text}
      </td>
    );
  });
}

function Cell({
  table,
  row,
  column,
  of,
  drill,
  open,
}: {
  table: Table;
  row: string[];
  column: Column;
  of: string;
  drill?: (customerId: string) => string;
  open?: (row: string[], column: string) => string | undefined;
}) {
  const at = (key: string) => row[table.columns.findIndex((it) => it.key === key)];
  const cell = row[column.index] ?? "";
  const text = column.type === "kind" ? (table.words[cell] ?? cell) : written(cell, column.type, of);
  const [customer, document, dispute] = [at("customer_id"), at("document_id"), at("dispute_id")];
  if (column.key === "dispute_no" && dispute) {
    return <Way to={`/console/disputes?view=all&id=${dispute}`}>{text}</Way>;
  }
  if (column.key === "document_no" && document) {
    return (
      <>
        <Way to={`/console/documents/${document}`}>{text}</Way>
        {table.key === "open_items" && customer && <SettleLink customer={customer} document={document} no={text} />}
      </>
    );
  }
  if (column.key === "customer_code" && customer && drill) {
    return (
      <Way to={drill(customer)} title={m.drill()}>
        {text}
      </Way>
    );
  }
  if (column.key === "customer_name" && customer) {
    return (
      <Link href={`/console/customers/${customer}`} className="hover:text-brand hover:underline">
        {text}
      </Link>
    );
  }
  const to =
    cell === "" || (column.type === "amount" && isZero(cell)) || cell === "0" ? undefined : open?.(row, column.key);
  if (!to) return <span className={cell !== "" && isZero(cell) ? "text-mute" : undefined}>{text}</span>;
  return (
    <Link
      href={to}
      title={m.open({ what: isEnglish() ? column.en : column.zh })}
      className="underline decoration-line decoration-dotted underline-offset-4 hover:text-brand hover:decoration-brand"
    >
      {text}
    </Link>
  );
}

function Way({ to, title, children }: { to: string; title?: string; children: string }) {
  return (
    <Link href={to} title={title} className="text-brand hover:underline">
      {children}
    </Link>
  );
}

/** From an open item to the workbench, with the item chosen; for who may settle. */
function SettleLink({ customer, document, no }: { customer: string; document: string; no: string }) {
  const { roles } = useSession();
  if (!mayManage(roles)) return null;
  return (
    <Link
      href={`/console/allocation?customer=${customer}&document=${document}`}
      aria-label={`${workbench.settle()}: ${no}`}
      className="no-print ms-2 inline-flex min-h-6 items-center text-brand hover:underline"
    >
      {workbench.settle()}
    </Link>
  );
}
