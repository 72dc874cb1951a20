import { Link } from "wouter";
import type { Page, StatementState, StatementSummary } from "../../shared/api/types";
import { statementStateLabel } from "../../shared/labels";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { buttonClass } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { GroupField } from "../customers/GroupField";
import * as m from "../messages";
import { StatementTable } from "./StatementTable";

const states: StatementState[] = ["draft", "issued", "viewed", "answered", "agreed", "cancelled"];

export default function Statements() {
  const [params, change] = useParams();
  const state = params.get("state") ?? "";
  const q = params.get("q") ?? "";
  const customer = params.get("customer_id") ?? "";
  const run = params.get("run_id") ?? "";
  const group = params.get("group_id") ?? "";
  const unanswered = params.get("unanswered") === "true";
  const list = useList<Page<StatementSummary>>("/statements", {
    state,
    q,
    customer_id: customer,
    run_id: run,
    group_id: group,
    unanswered: unanswered || undefined,
  });
  const clear = {
    state: undefined,
    q: undefined,
    customer_id: undefined,
    run_id: undefined,
    group_id: undefined,
    unanswered: undefined,
  };
  return (
    <>
      <PageTitle>{m.navStatements()}</PageTitle>
      <div className="mb-3">
        <FilterChips
          label={shared.state()}
          value={unanswered ? "unanswered" : state}
          choices={[
            { value: "", label: shared.all() },
            ...states.map((it) => ({ value: it as string, label: statementStateLabel(it) })),
            { value: "unanswered", label: m.unanswered() },
          ]}
          onChange={(next) =>
            change(
              next === "unanswered" ? { state: undefined, unanswered: "true" } : { state: next, unanswered: undefined },
            )
          }
        />
      </div>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <SearchField
          className="w-full sm:w-72"
          placeholder={m.searchStatements()}
          value={q}
          onChange={(next) => change({ q: next })}
        />
        <GroupField value={group} onChange={(next) => change({ group_id: next })} />
      </div>
      <Card>
        <Listed
          list={list}
          rows={10}
          empty={
            state || q || customer || run || group || unanswered ? (
              <NothingMatches onClear={() => change(clear)} />
            ) : (
              <Empty
                kind="nothing"
                title={m.noStatements()}
                action={
                  <Link href="/console/runs/new" className={buttonClass("primary")}>
                    {m.newRun()}
                  </Link>
                }
              >
                {m.noStatementsHint()}
              </Empty>
            )
          }
        >
          {(items) => <StatementTable statements={items} />}
        </Listed>
      </Card>
    </>
  );
}
