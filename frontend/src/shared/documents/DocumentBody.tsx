import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ChainRole, DocumentView } from "../api/types";
import { useFieldFacts } from "../fields/data";
import { isEnglish } from "../i18n/locale";
import { kindLabel, settlementLabel, settlementTone } from "../labels";
import * as m from "../messages";
import { formatAmount, formatMoney, formatNumber, isZero } from "../money";
import { useSession } from "../session";
import { Card, CardHeading, Facts } from "../ui/Layout";
import { ScrollTable } from "../ui/ScrollTable";
import { Chip } from "../ui/Status";
import { ChainList } from "./DocumentChain";
import { LineSays } from "./LineSays";

/** A document whole: its amounts, lines, where it comes from and what it was settled with. */
export function DocumentBody({
  document,
  hrefOf,
  actions,
  aside,
}: {
  document: DocumentView;
  hrefOf: (role: ChainRole, id: string) => string;
  actions?: ReactNode;
  /** What stands beside it, under where it comes from. */
  aside?: ReactNode;
}) {
  const { organization } = useSession();
  const { currency } = document;
  const money = (amount: string) => <span className="num">{formatMoney(amount, currency)}</span>;
  const said = useFieldFacts("document", document.fields);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
      <div className="min-w-0 space-y-4">
        <Card className="p-5">
          <div className="flex flex-wrap items-start justify-between gap-3">
            <div className="min-w-0">
              <p className="text-mute">{kindLabel(document.kind)}</p>
              <h1 className="text-[1.375rem] leading-tight font-semibold break-all">{document.document_no}</h1>
              {document.description && <p className="mt-1 break-words text-mute">{document.description}</p>}
            </div>
            <div className="ms-auto text-end">
              <p className="num text-[1.5rem] leading-tight font-semibold">{formatMoney(document.gross, currency)}</p>
              <p className="mt-1 flex items-center justify-end gap-2">
                {document.reversed && <Chip tone="neutral">{m.reversedMark()}</Chip>}
                <Chip tone={settlementTone(document.settlement)}>{settlementLabel(document.settlement)}</Chip>
              </p>
            </div>
          </div>
          <Facts
            className="mt-4 gap-12 border-t border-line pt-3 md:columns-2"
            facts={[
              [m.openAmount(), money(document.open)],
              [m.net(), money(document.net)],
              [m.tax(), money(document.tax)],
              [m.freight(), !isZero(document.freight) && money(document.freight)],
              [m.documentDate(), document.document_date],
              [m.postingDate(), document.posting_date],
              [m.dueDate(), document.due_date],
              [m.orderNo(), document.order_no],
              [m.contractNo(), document.contract_no],
              [m.shipmentNo(), document.shipment_no],
              [m.invoiceNo(), document.invoice_no],
              ...said,
              [
                m.baseAmount(),
                document.base && organization.base_currency !== currency && (
                  <span className="num">
                    {formatMoney(document.base.gross, organization.base_currency)} × {formatNumber(document.base.rate)}
                  </span>
                ),
              ],
            ]}
          />
          {actions}
        </Card>
        <Lines document={document} />
        <Instalments document={document} />
        {document.voucher && <Voucher voucher={document.voucher} />}
      </div>
      <div className="space-y-4">
        <Card className="pb-4">
          <CardHeading>{m.sourceChain()}</CardHeading>
          <div className="px-4">
            <ChainList
              chain={document.chain.filter((it) => it.role !== "settled_with")}
              currency={currency}
              hrefOf={hrefOf}
            />
          </div>
        </Card>
        {aside}
        <Allocations document={document} hrefOf={hrefOf} />
      </div>
    </div>
  );
}

type Line = DocumentView["lines"][number];

const cells: [label: () => string, value: (line: Line, currency: string) => string][] = [
  [m.quantity, (it) => (it.quantity ? `${formatNumber(it.quantity)} ${it.unit}` : "")],
  [m.unitPrice, (it) => (it.unit_price ? formatNumber(it.unit_price) : "")],
  [m.net, (it, currency) => formatAmount(it.net, currency)],
  [m.taxRate, (it) => (it.tax_rate ? percent(it.tax_rate) : "")],
  [m.tax, (it, currency) => formatAmount(it.tax, currency)],
  [m.gross, (it, currency) => formatAmount(it.gross, currency)],
  [m.creditedSoFar, (it, currency) => (isZero(it.credited) ? "" : formatAmount(it.credited, currency))],
];

/** A table where there is room and on paper, one block a line on a phone, so that no amount leaves the screen. */
function Lines({ document }: { document: DocumentView }) {
  if (document.lines.length === 0) return null;
  const { currency } = document;
  return (
    <Card>
      <CardHeading>{m.documentLines()}</CardHeading>
      <ul className="divide-y divide-line md:hidden print:hidden">
        {document.lines.map((line) => (
          <li key={line.line_no} className="px-4 py-3">
            <p className="font-medium break-words">{line.description}</p>
            {line.item_code && <p className="text-[0.875em] text-mute">{line.item_code}</p>}
            <dl className="mt-1 grid grid-cols-[1fr_auto] gap-y-0.5">
              {cells.map(([label, value]) => {
                const shown = value(line, currency);
                return (
                  shown && (
                    <div key={label()} className="contents">
                      <dt className="text-mute">{label()}</dt>
                      <dd className="num text-end">{shown}</dd>
                    </div>
                  )
                );
              })}
            </dl>
          </li>
        ))}
      </ul>
      <div className="max-md:hidden print:block">
        <ScrollTable label={m.documentLines()}>
          <thead>
            <tr>
              <th>{m.description()}</th>
              {cells.map(([label]) => (
                <th key={label()} className="text-end">
                  {label()}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {document.lines.map((line) => (
              <tr key={line.line_no}>
                <td className="min-w-40">
                  {line.description}
                  {line.item_code && <span className="block text-[0.875em] text-mute">{line.item_code}</span>}
                </td>
                {cells.map(([label, value]) => (
                  <td key={label()} className="num text-end">
                    {value(line, currency)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </div>
    </Card>
  );
}

/** "13" → "13%". Rates are percentages on the wire. */
export function percent(rate: string): string {
  return `${formatNumber(rate)}%`;
}

function Instalments({ document }: { document: DocumentView }) {
  if (document.instalments.length < 2 && !document.instalments.some((it) => it.arrangement)) return null;
  return (
    <Card>
      <CardHeading>{m.instalments()}</CardHeading>
      <ScrollTable label={m.instalments()}>
        <thead>
          <tr>
            <th>{m.no()}</th>
            <th>{m.dueDate()}</th>
            <th className="text-end">{m.original()}</th>
            <th className="text-end">{m.openAmount()}</th>
          </tr>
        </thead>
        <tbody>
          {document.instalments.map((it) => (
            <tr key={it.no}>
              <td className="num">{it.no}</td>
              <td>
                <span className="num">{it.due_date}</span>
                {it.arrangement && (
                  <span className="block text-mute">{isEnglish() ? it.arrangement_en : it.arrangement_zh}</span>
                )}
              </td>
              <td className="num text-end">{formatAmount(it.original, document.currency)}</td>
              <td className="num text-end">{formatAmount(it.open, document.currency)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Card>
  );
}

export function Voucher({
  voucher,
  title,
}: {
  voucher: Pick<NonNullable<DocumentView["voucher"]>, "lines" | "posting_date">;
  title?: string;
}) {
  return (
    <Card>
      <CardHeading>
        {title ?? m.roleVoucher()} <span className="num font-normal text-mute">{voucher.posting_date}</span>
      </CardHeading>
      <ScrollTable label={m.roleVoucher()}>
        <thead>
          <tr>
            <th>{m.ledgerAccount()}</th>
            <th className="text-end">{m.debit()}</th>
            <th className="text-end">{m.credit()}</th>
          </tr>
        </thead>
        <tbody>
          {voucher.lines.map((line) => (
            <tr key={`${line.account_code}${line.debit}${line.credit}`}>
              <td>
                <span className="num me-2 text-mute">{line.account_code}</span>
                {isEnglish() ? line.account_name_en : line.account_name}
                <LineSays says={line.dimensions} />
              </td>
              <td className="num text-end">{line.debit && formatAmount(line.debit, line.currency)}</td>
              <td className="num text-end">{line.credit && formatAmount(line.credit, line.currency)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Card>
  );
}

function Allocations({
  document,
  hrefOf,
}: {
  document: DocumentView;
  hrefOf: (role: ChainRole, id: string) => string;
}) {
  if (document.allocations.length === 0) return null;
  return (
    <Card className="pb-2">
      <CardHeading>{m.allocations()}</CardHeading>
      <ul className="divide-y divide-line">
        {document.allocations.map((it) => (
          <li key={it.id} className="flex flex-wrap items-baseline justify-between gap-x-3 px-4 py-2">
            <span>
              {it.with.document_id ? (
                <Link
                  href={hrefOf("reduces", it.with.document_id)}
                  className="font-medium break-all text-brand hover:underline"
                >
                  {it.with.document_no}
                </Link>
              ) : (
                <span className="font-medium break-all">{it.with.document_no}</span>
              )}
              {it.with.party && <span className="block break-words">{it.with.party}</span>}
              <span className="num block text-[0.8125rem] text-mute">
                {kindLabel(it.with.kind)} · {it.effective_date}
                {it.reversed && ` · ${m.reversedMark()}`}
              </span>
            </span>
            <span className={`num ${it.reversed ? "text-mute line-through" : ""}`}>
              {formatMoney(it.amount, document.currency)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
