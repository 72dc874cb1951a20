import { Link } from "wouter";
import { isEnglish } from "../../shared/i18n/locale";
import { formatAmount } from "../../shared/money";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading } from "../../shared/ui/Layout";
import * as m from "./messages";
import { partWord, type Whole } from "./words";

/** The journal lines that a payment brought, in their order. */
export function Postings({ of }: { of: Whole }) {
  return (
    <Card className="mt-4 pb-1">
      <CardHeading>{m.postings()}</CardHeading>
      {of.postings.length === 0 ? (
        <p className="px-4 pb-3 text-mute">{m.noPostings()}</p>
      ) : (
        <GridTable label={m.postings()}>
          <thead>
            <tr>
              <th scope="col">{m.what()}</th>
              <th scope="col">{m.day()}</th>
              <th scope="col">{m.accountColumn()}</th>
              <th scope="col" className="text-end">
                {m.debit()}
              </th>
              <th scope="col" className="text-end">
                {m.credit()}
              </th>
            </tr>
          </thead>
          <tbody>
            {of.postings.map((it) => (
              <tr key={it.entry + it.account}>
                <td>
                  {partWord(it.what)}{" "}
                  {it.document && (
                    <Link href={`/console/documents/${it.document.id}`} className="num text-brand hover:underline">
                      {it.document.document_no}
                    </Link>
                  )}
                </td>
                <td className="num">{it.on}</td>
                <td>
                  <span className="num">{it.account}</span> {(isEnglish() && it.account_name_en) || it.account_name}
                </td>
                <td className="num text-end">{it.debit && formatAmount(it.debit, it.currency)}</td>
                <td className="num text-end">{it.credit && formatAmount(it.credit, it.currency)}</td>
              </tr>
            ))}
          </tbody>
        </GridTable>
      )}
    </Card>
  );
}
