import type { Page, StatementState, StatementSummary } from "../../shared/api/types";
import { statementStateLabel } from "../../shared/labels";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as m from "../messages";
import * as pages from "./messages";
import { StatementRow } from "./StatementRow";

const states: StatementState[] = ["issued", "viewed", "answered", "agreed"];

export default function Statements() {
  const [params, change] = useParams();
  const state = params.get("state") ?? "";
  const list = useList<Page<StatementSummary>>("/statements", { state });
  return (
    <>
      <PageTitle>{m.navStatements()}</PageTitle>
      <FilterChips
        label={shared.state()}
        value={state}
        choices={[
          { value: "", label: shared.all() },
          ...states.map((it) => ({ value: it, label: statementStateLabel(it) })),
        ]}
        onChange={(next) => change({ state: next })}
      />
      <Card className="mt-3">
        <Listed
          list={list}
          empty={
            state ? (
              <NothingMatches onClear={() => change({ state: undefined })} />
            ) : (
              <Empty kind="nothing" title={pages.noStatements()}>
                {pages.noStatementsHint()}
              </Empty>
            )
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {items.map((it) => (
                <StatementRow key={it.id} statement={it} />
              ))}
            </ul>
          )}
        </Listed>
      </Card>
    </>
  );
}
