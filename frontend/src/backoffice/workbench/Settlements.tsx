import { Link } from "wouter";
import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { buttonClass } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { SearchField } from "../../shared/ui/SearchField";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import type { SettlementRow } from "./data";
import * as m from "./messages";
import { modeNames, modeWord, ruleWord, stateTone, stateWord } from "./words";

/** Every settlement: what was settled with what, how, and by whom. */
export default function Settlements() {
  const [params, change] = useParams();
  const filters = {
    customer_id: params.get("customer_id") ?? undefined,
    run_id: params.get("run_id") ?? undefined,
    mode: params.get("mode") ?? undefined,
    live: params.get("live") === "true" || undefined,
    q: params.get("q") ?? undefined,
  };
  const list = useList<Page<SettlementRow>>("/settlements", filters);
  const narrowed = Object.values(filters).some(Boolean);
  return (
    <>
      <PageTitle
        action={
          <Link
            href={`/console/allocation${filters.customer_id ? `?customer=${filters.customer_id}` : ""}`}
            className={buttonClass("primary")}
          >
            {m.openWorkbench()}
          </Link>
        }
      >
        {m.history()}
      </PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.settlementsIntro()}</p>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SearchField
          className="w-full sm:w-72"
          placeholder={m.findSettlement()}
          value={filters.q ?? ""}
          onChange={(q) => change({ q: q || undefined })}
        />
        <SelectField
          label={m.mode()}
          hideLabel
          className="w-auto"
          value={filters.mode ?? ""}
          onChange={(event) => change({ mode: event.target.value || undefined })}
        >
          <option value="">{m.allModes()}</option>
          {modeNames.map((it) => (
            <option key={it} value={it}>
              {modeWord(it)}
            </option>
          ))}
        </SelectField>
        <FilterChips
          label={m.state()}
          value={filters.live ? "live" : "all"}
          choices={[
            { value: "all", label: m.all() },
            { value: "live", label: m.onlyLive() },
          ]}
          onChange={(next) => change({ live: next === "live" ? "true" : undefined })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          rows={8}
          empty={
            narrowed ? (
              <NothingMatches
                onClear={() =>
                  change({
                    customer_id: undefined,
                    run_id: undefined,
                    mode: undefined,
                    live: undefined,
                    q: undefined,
                  })
                }
              />
            ) : (
              <Empty kind="nothing" title={m.nothingYet()}>
                {m.nothingYetHint()}
              </Empty>
            )
          }
        >
          {(items) => (
            <GridTable label={m.history()}>
              <thead>
                <tr>
                  <th scope="col">{m.when()}</th>
                  <th scope="col">{shared.customer()}</th>
                  <th scope="col">{m.mode()}</th>
                  <th scope="col">{m.owed()}</th>
                  <th scope="col">{m.paid()}</th>
                  <th scope="col" className="text-end">
                    {m.settledAmount()}
                  </th>
                  <th scope="col">{m.by()}</th>
                  <th scope="col">{m.state()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <td className="num">
                      <Link href={`/console/allocation/settlements/${it.id}`} className="text-brand hover:underline">
                        {it.effective_date}
                      </Link>
                    </td>
                    <td className="max-w-56 truncate">{it.customer.name}</td>
                    <td>
                      {modeWord(it.mode)}
                      {it.rule && <span className="ms-1 text-mute">· {ruleWord(it.rule)}</span>}
                    </td>
                    <td className="num">{some(it.debits)}</td>
                    <td className="num">{some(it.credits)}</td>
                    <td className="text-end">
                      {it.amounts.map((sum) => (
                        <Money key={sum.currency} amount={sum.amount} currency={sum.currency} className="block" />
                      ))}
                    </td>
                    <td>{it.made_by || m.program()}</td>
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
    </>
  );
}

function some(numbers: string[]): string {
  return numbers.length > 2 ? `${numbers.slice(0, 2).join(" · ")} …` : numbers.join(" · ");
}
