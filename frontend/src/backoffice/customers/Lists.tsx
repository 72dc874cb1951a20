import { Link } from "wouter";
import { apiPath } from "../../shared/api/client";
import type { AgingItem, DisputeSummary, DocumentSummary, Page, StatementSummary } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { kindLabel } from "../../shared/labels";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { DisputeTable } from "../disputes/DisputeTable";
import * as console from "../messages";
import { DocumentTable } from "../pages/Documents";
import { StatementTable } from "../statements/StatementTable";
import type { SettlementRow } from "../workbench/data";
import * as workbench from "../workbench/messages";
import { modeWord, stateTone, stateWord } from "../workbench/words";
import * as m from "./messages";
import type { CustomerFile } from "./types";

export function Statements({ customer }: { customer: string }) {
  const list = useList<Page<StatementSummary>>("/statements", { customer_id: customer });
  return (
    <Card>
      <Listed list={list} empty={<Empty kind="nothing" title={console.noStatements()} />}>
        {(items) => <StatementTable statements={items} withCustomer={false} />}
      </Listed>
    </Card>
  );
}

export function Disputes({ customer }: { customer: string }) {
  const list = useList<Page<DisputeSummary>>("/disputes", { view: "all", customer_id: customer });
  return (
    <Card>
      <Listed list={list} empty={<Empty kind="nothing" title={console.noDisputes()} />}>
        {(items) => <DisputeTable disputes={items} />}
      </Listed>
    </Card>
  );
}

export function Documents({ customer }: { customer: string }) {
  const list = useList<Page<DocumentSummary>>("/documents", { customer_id: customer });
  return (
    <Card>
      <Listed list={list} empty={<Empty kind="nothing" title={console.noDocuments()} />}>
        {(items) => <DocumentTable documents={items} withCustomer={false} />}
      </Listed>
    </Card>
  );
}

/** What is open, the earliest due first: of one currency, and of one bucket where a figure of the aging was chosen. */
export function OpenItems({ customer, currencies }: { customer: string; currencies: string[] }) {
  const [params, change] = useParams();
  const currency = params.get("currency") ?? currencies[0] ?? "";
  const bucket = params.get("bucket") ?? undefined;
  const list = useList<Page<AgingItem>>("/aging/items", { customer_id: customer, currency, bucket });
  return (
    <Card>
      <CardHeading
        action={
          <Link href={`/console/allocation?customer=${customer}`} className={buttonClass("quiet")}>
            {m.settleNow()}
          </Link>
        }
      >
        {m.tabItems()}
      </CardHeading>
      <div className="flex flex-wrap items-center gap-2 px-3 pb-2">
        {currencies.length > 1 && (
          <FilterChips
            label={shared.currency()}
            value={currency}
            choices={currencies.map((value) => ({ value, label: value }))}
            onChange={(next) => change({ currency: next, bucket: undefined })}
          />
        )}
        {bucket && (
          <button
            type="button"
            className="min-h-(--control) text-brand hover:underline"
            onClick={() => change({ bucket: undefined })}
          >
            {shared.clearFilters()}
          </button>
        )}
      </div>
      <Listed list={list} empty={<Empty kind="nothing" title={m.noItems()} />}>
        {(items) => (
          <GridTable label={m.tabItems()}>
            <thead>
              <tr>
                <th scope="col">{shared.documentNo()}</th>
                <th scope="col">{shared.kind()}</th>
                <th scope="col">{shared.dueDate()}</th>
                <th scope="col" className="text-end">
                  {m.days()}
                </th>
                <th scope="col" className="text-end">
                  {shared.amount()}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((it) => (
                <tr key={`${it.document.id} ${it.due_date} ${it.open}`}>
                  <th scope="row" className="font-medium">
                    <Link href={`/console/documents/${it.document.id}`} className="num text-brand hover:underline">
                      {it.document.document_no}
                    </Link>
                  </th>
                  <td>{kindLabel(it.kind)}</td>
                  <td className="num">{it.due_date}</td>
                  <td className={`num text-end ${it.days_overdue > 0 ? "text-bad" : "text-mute"}`}>
                    {it.days_overdue > 0 ? it.days_overdue : "—"}
                  </td>
                  <td className="num text-end font-medium">
                    {formatAmount(it.open, it.currency)} <span className="text-mute">{it.currency}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </GridTable>
        )}
      </Listed>
    </Card>
  );
}

/** What came in, and what was settled with it. */
export function Money({ customer }: { customer: string }) {
  const receipts = useList<Page<DocumentSummary>>("/documents", { customer_id: customer, kind: "receipt" });
  const advances = useList<Page<DocumentSummary>>("/documents", { customer_id: customer, kind: "advance" });
  const settled = useList<Page<SettlementRow>>("/settlements", { customer_id: customer });
  return (
    <div className="space-y-4">
      <Card>
        <CardHeading>{m.receipts()}</CardHeading>
        <Listed list={receipts} empty={<Empty kind="nothing" title={m.noReceipts()} />}>
          {(items) => <DocumentTable documents={items} withCustomer={false} />}
        </Listed>
        {advances.items && advances.items.length > 0 && (
          <Listed list={advances} empty={<Empty kind="nothing" title={m.noReceipts()} />}>
            {(items) => <DocumentTable documents={items} withCustomer={false} />}
          </Listed>
        )}
      </Card>
      <Card>
        <CardHeading>{m.settlements()}</CardHeading>
        <Listed list={settled} empty={<Empty kind="nothing" title={m.noSettlements()} />}>
          {(items) => (
            <GridTable label={m.settlements()}>
              <thead>
                <tr>
                  <th scope="col">{workbench.when()}</th>
                  <th scope="col">{workbench.mode()}</th>
                  <th scope="col">{workbench.owed()}</th>
                  <th scope="col">{workbench.paid()}</th>
                  <th scope="col" className="text-end">
                    {workbench.settledAmount()}
                  </th>
                  <th scope="col">{workbench.state()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <th scope="row" className="num font-medium">
                      <Link href={`/console/allocation/settlements/${it.id}`} className="text-brand hover:underline">
                        {it.effective_date}
                      </Link>
                    </th>
                    <td>
                      {modeWord(it.mode)}
                      {it.customer.id !== customer && <span className="block text-mute">{it.customer.name}</span>}
                    </td>
                    <td className="num">{it.debits.join(" · ")}</td>
                    <td className="num">{it.credits.join(" · ")}</td>
                    <td className="num text-end">
                      {it.amounts.map((sum) => (
                        <span key={sum.currency} className="block">
                          {formatAmount(sum.amount, sum.currency)} <span className="text-mute">{sum.currency}</span>
                        </span>
                      ))}
                    </td>
                    <td>
                      <Dot tone={stateTone(it.state)}>{stateWord(it.state)}</Dot>
                    </td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
    </div>
  );
}

/** The files that either side put beside a dispute. */
export function Files({ customer }: { customer: string }) {
  const { organization } = useSession();
  const list = useList<Page<CustomerFile>>(`/customers/${customer}/files`, {});
  return (
    <Card>
      <Listed
        list={list}
        empty={
          <Empty kind="nothing" title={m.noFiles()}>
            {m.noFilesHint()}
          </Empty>
        }
      >
        {(items) => (
          <GridTable label={m.tabFiles()}>
            <thead>
              <tr>
                <th scope="col">{m.file()}</th>
                <th scope="col">{shared.dispute()}</th>
                <th scope="col" className="text-end">
                  {m.size()}
                </th>
                <th scope="col">{m.addedBy()}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((it) => (
                <tr key={it.id}>
                  <th scope="row" className="font-medium">
                    <a href={apiPath(`/attachments/${it.id}/file`)} className="break-all text-brand hover:underline">
                      {it.name}
                    </a>
                    {it.internal && <span className="ms-2 font-normal text-hold">{m.internal()}</span>}
                  </th>
                  <td className="num">
                    <Link
                      href={`/console/disputes?view=all&id=${it.dispute_id}`}
                      className="text-brand hover:underline"
                    >
                      {it.dispute_no}
                    </Link>
                  </td>
                  <td className="num text-end">{Math.max(1, Math.round(it.size / 1024))} KB</td>
                  <td>
                    {it.by}
                    <span className="block text-mute">{formatInstant(it.at, organization.time_zone)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </GridTable>
        )}
      </Listed>
    </Card>
  );
}
