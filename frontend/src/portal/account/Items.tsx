import { Link } from "wouter";
import { kindLabel } from "../../shared/labels";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatMoney, isNegative } from "../../shared/money";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { SearchField } from "../../shared/ui/SearchField";
import { Chip } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { payTitle } from "../pay/messages";
import { Downloads } from "./Downloads";
import { Filters, rangeNames } from "./Filters";
import * as m from "./messages";
import type { OpenItem, OpenItemPage } from "./types";
import { bucketLabel } from "./useAccount";

const names = ["bucket", "q", "as_of", ...rangeNames] as const;

/** What is open, or was on an earlier day, the earliest due first. */
export default function Items() {
  const [params, change] = useParams();
  const filter = Object.fromEntries(names.map((name) => [name, params.get(name) ?? undefined]));
  const list = useList<OpenItemPage>("/account/items", filter);
  const first = list.first as OpenItemPage | undefined;
  return (
    <>
      <div className="flex flex-col gap-2">
        {first && (
          <FilterChips
            label={m.aging()}
            value={filter.bucket ?? ""}
            choices={[
              { value: "", label: shared.all() },
              ...first.buckets.map((it) => ({ value: it.key, label: bucketLabel(it) })),
              { value: "credits", label: m.credits() },
            ]}
            onChange={(next) => change({ bucket: next })}
          />
        )}
        <div className="flex items-center gap-2">
          <SearchField
            className="min-w-0 flex-1"
            placeholder={m.searchItems()}
            value={filter.q ?? ""}
            onChange={(next) => change({ q: next })}
          />
          <Downloads path="/account/items/file" filter={filter} />
        </div>
        <Filters />
      </div>
      {first?.totals && first.totals.length > 0 && <Totals page={first} />}
      <Card className="mt-3">
        <Listed
          list={list}
          empty={
            names.some((name) => filter[name]) ? (
              <NothingMatches onClear={() => change(Object.fromEntries(names.map((name) => [name, undefined])))}>
                {shared.nothingMatchesHint()}
              </NothingMatches>
            ) : (
              <Empty kind="done" title={m.noOpen()}>
                {m.noOpenHint()}
              </Empty>
            )
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {(items as OpenItem[]).map((it) => (
                <ItemRow key={it.item_id} item={it} />
              ))}
            </ul>
          )}
        </Listed>
      </Card>
    </>
  );
}

function Totals({ page }: { page: OpenItemPage }) {
  return (
    <ul className="mt-3 space-y-1">
      {page.totals?.map((it) => (
        <li key={it.currency} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
          <span className="font-medium">{it.currency}</span>
          <span className="text-mute">{m.itemCount({ count: it.count })}</span>
          <span>
            {m.owed()} <Money amount={it.owed} currency={it.currency} />
          </span>
          <span>
            {m.credits()} <Money amount={it.credits} currency={it.currency} />
          </span>
          <span className="font-semibold">
            {m.net()} <Money amount={it.open} currency={it.currency} />
          </span>
          <Link
            href={`/p/pay?currency=${it.currency}`}
            className="no-print inline-flex min-h-11 items-center font-medium text-brand hover:underline"
          >
            {payTitle()}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function ItemRow({ item: it }: { item: OpenItem }) {
  return (
    <li>
      <Link
        href={`/p/documents/${it.document.id}`}
        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1 basis-44">
          <span className="block font-medium break-all">{it.document.document_no}</span>
          <span className="block text-[0.8125rem] break-words text-mute">
            {[
              kindLabel(it.kind),
              isNegative(it.open) ? it.document_date : m.dueOn({ date: it.due_date }),
              it.invoice_no || it.order_no || it.contract_no,
              it.description,
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
        <span className="ms-auto flex flex-col items-end gap-1">
          <Money amount={it.open} currency={it.currency} className="font-semibold" />
          {it.open !== it.original && (
            <span className="num text-[0.8125rem] text-mute">
              {m.ofOriginal({ amount: formatMoney(it.original, it.currency) })}
            </span>
          )}
          {isNegative(it.open) ? (
            <Chip tone="ok">{m.credit()}</Chip>
          ) : it.days_overdue > 0 ? (
            <Chip tone="bad">{m.daysOverdue({ days: it.days_overdue })}</Chip>
          ) : (
            <Chip tone="neutral">{m.dueIn({ days: -it.days_overdue })}</Chip>
          )}
        </span>
      </Link>
    </li>
  );
}
