import type { Page, StatementState, StatementSummary } from "../../shared/api/types";
import { statementStateLabel } from "../../shared/labels";
import { MoreRow, useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
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
        {list.error && !list.items ? (
          <Failure error={list.error} onRetry={() => void list.refetch()} />
        ) : !list.items ? (
          <SkeletonRows />
        ) : list.items.length === 0 ? (
          state ? (
            <Empty
              kind="unmatched"
              title={shared.nothingMatches()}
              action={<Button onClick={() => change({ state: undefined })}>{shared.clearFilters()}</Button>}
            />
          ) : (
            <Empty kind="nothing" title={pages.noStatements()}>
              {pages.noStatementsHint()}
            </Empty>
          )
        ) : (
          <>
            <ul className="divide-y divide-line">
              {list.items.map((it) => (
                <StatementRow key={it.id} statement={it} />
              ))}
            </ul>
            <MoreRow list={list} />
          </>
        )}
      </Card>
    </>
  );
}
