import { Link } from "wouter";
import type { Page } from "../../shared/api/types";
import { dayOf } from "../../shared/dates";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";
import { Tabs } from "./Tabs";
import { nextWord, type Payment, providerWord, standing } from "./words";

/** What customers paid through providers, the newest first. */
export default function Payments() {
  const [params, change] = useParams();
  const view = params.get("view") ?? "";
  const q = params.get("q") ?? "";
  const list = useList<Page<Payment>>("/payments", { view: view || undefined, q: q || undefined });
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <Tabs at="/console/payments" />
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <FilterChips
          label={shared.state()}
          value={view}
          choices={[
            { value: "", label: shared.all() },
            { value: "open", label: m.viewOpen() },
            { value: "unknown", label: m.viewUnknown() },
            { value: "succeeded", label: m.viewSucceeded() },
            { value: "failed", label: m.viewFailed() },
            { value: "refunded", label: m.viewRefunded() },
            { value: "disputed", label: m.viewDisputed() },
          ]}
          onChange={(next) => change({ view: next || undefined })}
        />
        <SearchField
          className="w-full sm:w-72"
          placeholder={m.search()}
          value={q}
          onChange={(next) => change({ q: next || undefined })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          rows={8}
          empty={
            view || q ? (
              <NothingMatches onClear={() => change({ view: undefined, q: undefined })} />
            ) : (
              <Empty kind="nothing" title={m.none()}>
                {m.noneHint()}
              </Empty>
            )
          }
        >
          {(items) => <Table payments={items} />}
        </Listed>
      </Card>
    </>
  );
}

function Table({ payments }: { payments: Payment[] }) {
  const { organization } = useSession();
  return (
    <GridTable label={m.title()}>
      <thead>
        <tr>
          <th scope="col">{m.reference()}</th>
          <th scope="col">{shared.customer()}</th>
          <th scope="col" className="text-end">
            {shared.amount()}
          </th>
          <th scope="col">{shared.state()}</th>
          <th scope="col">{m.next()}</th>
          <th scope="col">{m.provider()}</th>
          <th scope="col">{m.begun()}</th>
          <th scope="col">{m.receipt()}</th>
        </tr>
      </thead>
      <tbody>
        {payments.map((it) => {
          const { label, tone } = standing(it);
          return (
            <tr key={it.id}>
              <td className="num">
                <Link href={`/console/payments/${it.id}`} className="font-medium text-brand hover:underline">
                  {it.reference}
                </Link>
              </td>
              <td>{it.customer.name}</td>
              <td className="num text-end font-medium">
                {formatAmount(it.amount, it.currency)} <span className="text-mute">{it.currency}</span>
              </td>
              <td>
                <Dot tone={tone}>{label}</Dot>
              </td>
              <td className={it.next === "none" ? "text-mute" : ""}>{nextWord(it.next)}</td>
              <td>{providerWord(it.provider)}</td>
              <td className="num">{dayOf(new Date(it.created_at), organization.time_zone)}</td>
              <td className="num">{it.receipt?.document_no ?? ""}</td>
            </tr>
          );
        })}
      </tbody>
    </GridTable>
  );
}
