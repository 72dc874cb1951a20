import { Link } from "wouter";
import { formatInstant } from "../../shared/dates";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { nameOf } from "../../shared/names";
import { useSession } from "../../shared/session";
import { buttonClass } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { type FinalizationPage, stateLabel, stateTone } from "./data";
import * as m from "./messages";

const preparers = ["ar_accountant", "finance_supervisor"];

/** Every statement on its way to both signatures, and those that bear them. */
export default function Finalizations() {
  const { organization, roles } = useSession();
  const [params, change] = useParams();
  const state = params.get("state") ?? "";
  const list = useList<FinalizationPage>("/finalizations", { state });
  const counts = list.first?.states ?? [];
  return (
    <>
      <PageTitle
        action={
          roles.some((it) => preparers.includes(it)) && (
            <Link href="/console/finalizations/batches" className={buttonClass("secondary")}>
              {m.batches()}
            </Link>
          )
        }
      >
        {m.title()}
      </PageTitle>
      <p className="mb-3 text-mute">{m.intro()}</p>
      <FilterChips
        label={m.state()}
        value={state}
        choices={[
          { value: "", label: shared.all() },
          ...counts.map((it) => ({ value: it.state as string, label: `${stateLabel(it.state)} ${it.count}` })),
        ]}
        onChange={(next) => change({ state: next })}
      />
      <Card className="mt-3">
        <Listed
          list={list}
          empty={
            state ? (
              <Empty kind="unmatched" title={m.none()} />
            ) : (
              <Empty kind="nothing" title={m.empty()}>
                {m.emptyHint()}
              </Empty>
            )
          }
        >
          {(items) => (
            <GridTable label={m.title()}>
              <thead>
                <tr>
                  <th scope="col">{m.statement()}</th>
                  <th scope="col">{m.customer()}</th>
                  <th scope="col" className="text-end">
                    {m.agreedBalance()}
                  </th>
                  <th scope="col">{m.state()}</th>
                  <th scope="col">{m.preparedBy()}</th>
                  <th scope="col">{m.sellerSigned()}</th>
                  <th scope="col">{m.buyerSigned()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <td>
                      <Link
                        href={`/console/statements/${it.statement_id}`}
                        className="font-medium text-brand hover:underline"
                      >
                        {it.statement_no}
                      </Link>
                      {it.scope === "agreed_part" && <span className="ms-2 text-mute">{m.part()}</span>}
                    </td>
                    <td>{nameOf(it.customer)}</td>
                    <td className="num text-end">
                      <Money amount={it.agreed} currency={it.currency} />
                    </td>
                    <td>
                      <Dot tone={stateTone(it.state)}>{stateLabel(it.state)}</Dot>
                    </td>
                    <td>
                      {it.prepared_by}{" "}
                      <span className="num text-mute">{formatInstant(it.prepared_at, organization.time_zone)}</span>
                    </td>
                    <td>{it.seller?.by}</td>
                    <td>{it.buyer?.by}</td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
    </>
  );
}
