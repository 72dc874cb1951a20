import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import { formatDate, formatInstant } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import { formatAmount, formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { GridTable } from "../../shared/ui/GridTable";
import { Card } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import * as m from "./messages";
import type { BankAccount, BankStatements } from "./types";

/** An account's statements, the latest first; where one does not follow from the one before, the gap stands between them. */
export function Statements({ account }: { account: BankAccount | undefined }) {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["bank-statements", account?.id],
    queryFn: ({ signal }) => get<BankStatements>(`/bank/accounts/${account?.id}/statements`, signal),
    enabled: Boolean(account),
  });
  if (!account) {
    return (
      <Card>
        <Empty kind="nothing" title={m.pickAccount()} />
      </Card>
    );
  }
  return (
    <Card>
      <Loaded of={{ data, error, refetch }}>
        {(data) =>
          data.items.length === 0 ? (
            <Empty kind="nothing" title={m.noStatements()}>
              {m.noLinesHint()}
            </Empty>
          ) : (
            <GridTable label={m.statements()}>
              <thead>
                <tr>
                  <th scope="col">{m.period()}</th>
                  <th scope="col" className="text-end">
                    {m.opening()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.closing()}
                  </th>
                  <th scope="col" className="text-end">
                    {m.count()}
                  </th>
                  <th scope="col">{m.unmatched()}</th>
                  <th scope="col">{m.file()}</th>
                  <th scope="col">{m.importedBy()}</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((it) => (
                  <Fragment key={it.id}>
                    <tr>
                      <td className="num">
                        <Link
                          href={`/console/bank?account=${account.id}&statement=${it.id}&state=all`}
                          className="font-medium text-brand hover:underline"
                        >
                          {it.opens_on} – {it.closes_on}
                        </Link>
                      </td>
                      <td className="num text-end">{it.opening ? formatAmount(it.opening, data.currency) : "–"}</td>
                      <td className="num text-end font-medium">
                        {it.closing ? formatAmount(it.closing, data.currency) : <Dot tone="hold">{m.unproven()}</Dot>}
                      </td>
                      <td className="num text-end">
                        {text(it.lines)}
                        {it.known > 0 && <span className="ms-2 text-mute">{m.known({ count: it.known })}</span>}
                      </td>
                      <td>{it.unmatched > 0 ? <Dot tone="warn">{text(it.unmatched)}</Dot> : <Dot tone="ok">0</Dot>}</td>
                      <td>
                        <Link href={`/console/bank/files/${it.file_id}`} className="text-brand hover:underline">
                          {it.file_name}
                        </Link>
                      </td>
                      <td className="text-mute">
                        {it.imported_by}{" "}
                        <span className="num">{formatInstant(it.imported_at, organization.time_zone)}</span>
                      </td>
                    </tr>
                    {it.gap && it.gap_from && (
                      <tr>
                        <td colSpan={7} className="bg-warn-bg text-warn">
                          {m.gap({ date: formatDate(it.gap_from), amount: formatMoney(it.gap, data.currency) })}
                        </td>
                      </tr>
                    )}
                  </Fragment>
                ))}
              </tbody>
            </GridTable>
          )
        }
      </Loaded>
    </Card>
  );
}
