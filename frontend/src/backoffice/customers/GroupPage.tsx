import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { Page } from "../../shared/api/types";
import { isEnglish } from "../../shared/i18n/locale";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { isZero } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { UpLink } from "../../shared/ui/UpLink";
import { Opening } from "../Opening";
import { BalanceCells } from "./BalanceCells";
import { AddSheet, EndSheet, RenameSheet } from "./MemberSheets";
import * as m from "./messages";
import type { GroupAllocation, GroupWhole, Member } from "./types";

/** One group: its companies with their own balances, the sum of each currency, and what was settled between them. */
export default function GroupPage({ id }: { id: string }) {
  const client = useQueryClient();
  const [sheet, setSheet] = useState<"add" | "rename" | Member>();
  const { data, error, refetch } = useQuery({
    queryKey: ["customer-group", id],
    queryFn: ({ signal }) => get<GroupWhole>(`/customer-groups/${id}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const may = data.actions.declare?.allowed ?? false;
  const done = (next: GroupWhole) => {
    client.setQueryData(["customer-group", id], next);
    void client.invalidateQueries({ queryKey: ["list", "/customer-groups"] });
    setSheet(undefined);
    toast(m.groupSaved());
  };
  const close = () => setSheet(undefined);
  const today = data.declarations.filter((it) => it.today);
  const former = data.declarations.filter((it) => !it.today);
  return (
    <>
      <header className="mb-4 flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <div className="min-w-0">
          <UpLink href="/console/customers/groups">{m.groups()}</UpLink>
          <h1 className="text-[1.375rem] leading-tight font-semibold break-words">
            {(isEnglish() && data.name_en) || data.name}
          </h1>
          {data.note && <p className="text-mute">{data.note}</p>}
          {may && (
            <p className="mt-1 flex flex-wrap gap-2">
              <Button look="primary" onClick={() => setSheet("add")}>
                {m.addMember()}
              </Button>
              <Button onClick={() => setSheet("rename")}>{m.rename()}</Button>
            </p>
          )}
        </div>
        <div>
          <div className="flex flex-wrap gap-x-8 gap-y-2">
            {data.balances.map((it) => (
              <div key={it.currency}>
                <p className="text-mute">
                  {m.groupBalances()} · {it.currency}
                </p>
                <Money
                  amount={it.balance}
                  currency={it.currency}
                  className="block text-[1.375rem] leading-tight font-semibold"
                />
                {!isZero(it.overdue) && (
                  <p className="text-bad">
                    {shared.overdue()} <Money amount={it.overdue} currency={it.currency} />
                  </p>
                )}
              </div>
            ))}
          </div>
          {data.balances.length > 1 && <p className="mt-1 text-[0.8125rem] text-mute">{m.groupBalancesHint()}</p>}
        </div>
      </header>
      {data.hidden > 0 && <p className="mb-3 text-mute">{m.hidden({ count: data.hidden })}</p>}
      <div className="space-y-4">
        <Members title={m.members()} members={today} onEnd={may ? setSheet : undefined} />
        {former.length > 0 && <Members title={m.former()} members={former} onEnd={undefined} />}
        <Across id={id} />
      </div>
      {sheet === "add" && <AddSheet group={data} onClose={close} onDone={done} />}
      {sheet === "rename" && <RenameSheet group={data} onClose={close} onDone={done} />}
      {typeof sheet === "object" && <EndSheet group={data} member={sheet} onClose={close} onDone={done} />}
    </>
  );
}

function Members({
  title,
  members,
  onEnd,
}: {
  title: string;
  members: Member[];
  onEnd: ((member: Member) => void) | undefined;
}) {
  return (
    <Card>
      <CardHeading>{title}</CardHeading>
      <GridTable label={title}>
        <thead>
          <tr>
            <th scope="col">{m.company()}</th>
            <th scope="col">{m.from()}</th>
            <th scope="col">{m.to()}</th>
            <th scope="col">{m.reason()}</th>
            <th scope="col">{shared.currency()}</th>
            <th scope="col" className="text-end">
              {shared.balance()}
            </th>
            <th scope="col" className="text-end">
              {shared.overdue()}
            </th>
            {onEnd && (
              <th scope="col">
                <span className="sr-only">{m.endMember()}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {members.map((it) => (
            <tr key={it.id}>
              <th scope="row" className="font-medium">
                <Link href={`/console/customers/${it.customer.id}`} className="text-brand hover:underline">
                  {(isEnglish() && it.customer.name_en) || it.customer.name}
                </Link>
                <span className="num block font-normal text-mute">{it.customer.code}</span>
              </th>
              <td className="num">{it.from}</td>
              <td className="num">{it.to ?? <span className="text-mute">{m.open()}</span>}</td>
              <td className="min-w-48 max-w-72 whitespace-normal">
                {it.reason}
                <span className="block text-[0.8125rem] text-mute">
                  {[m.declaredBy({ name: it.declared_by }), it.end_reason].filter(Boolean).join(" · ")}
                </span>
              </td>
              <BalanceCells balances={it.balances} />
              {onEnd && (
                <td>
                  {!it.to && (
                    <Button look="quiet" onClick={() => onEnd(it)}>
                      {m.endMember()}
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </GridTable>
    </Card>
  );
}

function Across({ id }: { id: string }) {
  const list = useList<Page<GroupAllocation>>(`/customer-groups/${id}/allocations`, {});
  return (
    <Card>
      <CardHeading>{m.across()}</CardHeading>
      <Listed list={list} rows={2} empty={<p className="px-4 pb-4 text-mute">{m.noAcross()}</p>}>
        {(items) => (
          <ul className="divide-y divide-line">
            {items.map((it) => (
              <li key={it.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-2">
                <span className="min-w-0 break-words">
                  <Link
                    href={`/console/allocation/settlements/${it.settlement_id}`}
                    className="num me-2 text-brand hover:underline"
                  >
                    {it.effective_date}
                  </Link>
                  {m.acrossRow({
                    debtor: it.debtor.name,
                    debit: it.debit_document.document_no,
                    credit: it.credit_document.document_no,
                    payer: it.payer.name,
                  })}
                  {it.reversed && (
                    <Chip tone="neutral" className="ms-2">
                      {m.undone()}
                    </Chip>
                  )}
                </span>
                <Money
                  amount={it.amount}
                  currency={it.currency}
                  className={it.reversed ? "text-mute line-through" : "font-medium"}
                />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Card>
  );
}
