import { Link } from "wouter";
import { useList } from "../../shared/lists";
import * as words from "../../shared/matching/messages";
import type { ItemPage, ReconcilingItem } from "../../shared/matching/types";
import { itemKindLabel } from "../../shared/matching/words";
import * as shared from "../../shared/messages";
import { isZero } from "../../shared/money";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { ScrollTable } from "../../shared/ui/ScrollTable";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as issues from "../issues/messages";
import { RaiseLink } from "../issues/RaiseLink";
import * as m from "./messages";

type Which = "open" | "cleared" | "all";

/** What only one side has booked so far (GLR-08): oldest first, with its age; it clears by itself once it matches. */
export default function ReconcilingItems() {
  const [params, change] = useParams();
  const asked = params.get("state");
  const state: Which = asked === "cleared" || asked === "all" ? asked : "open";
  const list = useList<ItemPage>("/reconciling-items", { state, customer_id: params.get("customer") ?? undefined });
  const totals = list.first?.totals ?? [];
  return (
    <>
      <PageTitle>{m.navItems()}</PageTitle>
      {totals.length > 0 && (
        <Card className="mb-3 flex flex-wrap gap-x-8 gap-y-2 p-4">
          {totals.map((it) => (
            <p key={it.currency} className="flex flex-wrap items-baseline gap-x-4">
              <strong className="font-semibold">
                {it.currency} · {it.count}
              </strong>
              {!isZero(it.ours) && (
                <span>
                  {m.sideOurs()} <Money amount={it.ours} currency={it.currency} />
                </span>
              )}
              {!isZero(it.theirs) && (
                <span>
                  {m.sideTheirs()} <Money amount={it.theirs} currency={it.currency} />
                </span>
              )}
              <span className="text-mute">
                {m.oldest()} {words.days({ count: it.oldest })}
              </span>
            </p>
          ))}
        </Card>
      )}
      <FilterChips<Which>
        label={shared.state()}
        value={state}
        choices={[
          { value: "open", label: m.openItems() },
          { value: "cleared", label: m.clearedItems() },
          { value: "all", label: shared.all() },
        ]}
        onChange={(next) => change({ state: next === "open" ? undefined : next })}
      />
      <Card className="mt-3">
        <Listed
          list={list}
          empty={
            <Empty kind="nothing" title={m.noItems()}>
              {m.noItemsHint()}
            </Empty>
          }
        >
          {(items) => (
            <ScrollTable label={m.navItems()}>
              <thead>
                <tr>
                  <th scope="col">{shared.customer()}</th>
                  <th scope="col">{shared.document()}</th>
                  <th scope="col">{shared.kind()}</th>
                  <th scope="col">{m.side()}</th>
                  <th scope="col">{shared.date()}</th>
                  <th scope="col" className="text-end">
                    {words.ageDays()}
                  </th>
                  <th scope="col" className="text-end">
                    {shared.amount()}
                  </th>
                  <th scope="col">{m.statementNo()}</th>
                  <th scope="col">{shared.state()}</th>
                  <th scope="col">
                    <span className="sr-only">{issues.raise()}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <Row key={it.id} it={it} />
                ))}
              </tbody>
            </ScrollTable>
          )}
        </Listed>
      </Card>
    </>
  );
}

function Row({ it }: { it: ReconcilingItem }) {
  return (
    <tr className="hover:bg-sunken">
      <td className="whitespace-nowrap">
        <Link href={`/console/customers/${it.customer.id}`} className="text-brand hover:underline">
          {it.customer.name}
        </Link>
        <span className="block text-mute">{it.customer.code}</span>
      </td>
      <td className="whitespace-nowrap">
        {it.document_id ? (
          <Link href={`/console/documents/${it.document_id}`} className="text-brand hover:underline">
            {it.document_no}
          </Link>
        ) : (
          it.document_no || it.description
        )}
      </td>
      <td className="whitespace-nowrap">{itemKindLabel(it.kind)}</td>
      <td className="whitespace-nowrap">{it.side === "ours" ? m.sideOurs() : m.sideTheirs()}</td>
      <td className="num whitespace-nowrap">{it.on}</td>
      <td className="num text-end">{it.days}</td>
      <td className="text-end whitespace-nowrap">
        <Money amount={it.amount} currency={it.currency} code />
      </td>
      <td className="whitespace-nowrap">
        <Link href={`/console/statements/${it.statement_id}/reconciliation`} className="text-brand hover:underline">
          {it.statement_no}
        </Link>
      </td>
      <td className="whitespace-nowrap">
        {it.state === "open" ? m.openItems() : m.clearedBy({ no: it.cleared_statement_no ?? "" })}
      </td>
      <td className="whitespace-nowrap">{it.state === "open" && <RaiseLink about={{ item_id: it.id }} />}</td>
    </tr>
  );
}
