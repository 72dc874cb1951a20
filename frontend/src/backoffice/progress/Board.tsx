import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Link } from "wouter";
import { apiPath, get, query } from "../../shared/api/client";
import type { StatementState } from "../../shared/api/types";
import { statementStateLabel } from "../../shared/labels";
import { MoreRow } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { buttonClass } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Loaded, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as office from "../messages";
import { Columns } from "./Columns";
import * as m from "./messages";
import { OwnerTable } from "./OwnerTable";
import { ProgressTable } from "./ProgressTable";
import type { Board as BoardView } from "./types";
import { ageLabel } from "./words";

const views = ["table", "board", "owners"] as const;
type View = (typeof views)[number];
const perState = 8;

/** Every statement under way: by state, salesperson and days open, as a list, in columns, or a line a salesperson. */
export default function Board() {
  const [params, change] = useParams();
  const view = views.find((it) => it === params.get("view")) ?? "table";
  const read = (name: string) => params.get(name) ?? "";
  const filters = {
    state: read("state"),
    owner: read("owner"),
    age: read("age"),
    late: read("late") === "true" || undefined,
    from: read("from"),
    to: read("to"),
    q: read("q"),
  };
  const board = useInfiniteQuery({
    queryKey: ["list", "/progress", filters, view === "board"],
    queryFn: ({ pageParam, signal }) =>
      get<BoardView>(
        `/progress${query({ ...filters, per_state: view === "board" ? perState : undefined, cursor: pageParam, limit: 50 })}`,
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: (before) => before,
  });
  const first = board.data?.pages[0];
  const rows = board.data?.pages.flatMap((it) => it.items) ?? [];
  const narrowed = Object.values(filters).some(Boolean);
  const clear = Object.fromEntries(Object.keys(filters).map((name) => [name, undefined]));
  const exported = (
    <a className={buttonClass("secondary")} href={apiPath(`/progress/file${query(filters)}`)} download>
      <Download aria-hidden="true" className="size-4" />
      {m.exportTable()}
    </a>
  );
  return (
    <>
      <PageTitle action={exported}>{m.title()}</PageTitle>
      <p className="mb-3 text-mute">
        {m.intro()}{" "}
        <Link href="/console/progress/metrics" className="text-brand underline">
          {m.metrics()}
        </Link>
      </p>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <SelectField label={m.view()} value={view} onChange={(event) => change({ view: event.target.value })}>
          <option value="table">{m.asTable()}</option>
          <option value="board">{m.asBoard()}</option>
          <option value="owners">{m.byOwner()}</option>
        </SelectField>
        <SelectField
          label={m.owner()}
          value={filters.owner}
          onChange={(event) => change({ owner: event.target.value })}
        >
          <option value="">{m.everything()}</option>
          {first?.owners.map((it) => (
            <option key={it.id} value={it.id}>
              {`${it.name || m.nobody()} (${it.total})`}
            </option>
          ))}
        </SelectField>
        <SelectField label={m.daysOpen()} value={filters.age} onChange={(event) => change({ age: event.target.value })}>
          <option value="">{m.everything()}</option>
          {first?.ages.map((it) => (
            <option key={it.key} value={it.key}>
              {`${ageLabel(it.key)} (${it.count})`}
            </option>
          ))}
        </SelectField>
        <TextField
          label={m.from()}
          type="date"
          value={filters.from}
          onChange={(event) => change({ from: event.target.value })}
        />
        <TextField
          label={m.to()}
          type="date"
          min={filters.from}
          value={filters.to}
          onChange={(event) => change({ to: event.target.value })}
        />
        <SearchField
          className="w-full sm:w-64"
          placeholder={m.search()}
          value={filters.q}
          onChange={(next) => change({ q: next })}
        />
      </div>
      <div className="mb-3">
        <FilterChips
          label={shared.state()}
          value={filters.late ? "late" : filters.state}
          choices={[
            { value: "", label: m.everything(), count: first?.states.reduce((sum, it) => sum + it.count, 0) },
            ...(first?.states ?? []).map((it) => ({
              value: it.key,
              label: statementStateLabel(it.key as StatementState),
              count: it.count,
            })),
            { value: "late", label: m.late(), count: first?.late },
          ]}
          onChange={(next) =>
            change(next === "late" ? { late: "true", state: undefined } : { state: next, late: undefined })
          }
        />
      </div>
      {first && first.total > 0 ? (
        <Shown view={view} board={first} rows={rows} list={board} params={params} />
      ) : (
        <Card>
          <Loaded of={{ data: first, error: board.error, refetch: board.refetch }} rows={10}>
            {() =>
              narrowed ? (
                <NothingMatches onClear={() => change(clear)} />
              ) : (
                <Empty
                  kind="nothing"
                  title={m.nothingYet()}
                  action={
                    <Link href="/console/runs/new" className={buttonClass("primary")}>
                      {office.newRun()}
                    </Link>
                  }
                >
                  {m.nothingYetHint()}
                </Empty>
              )
            }
          </Loaded>
        </Card>
      )}
    </>
  );
}

function Shown({
  view,
  board,
  rows,
  list,
  params,
}: {
  view: View;
  board: BoardView;
  rows: BoardView["items"];
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  params: URLSearchParams;
}) {
  function link(changes: Record<string, string>): string {
    const next = new URLSearchParams(params);
    next.delete("view");
    for (const [name, value] of Object.entries(changes)) next.set(name, value);
    return `/console/progress?${next}`;
  }
  if (view === "board") return <Columns board={board} rows={rows} link={link} />;
  if (view === "owners") {
    return (
      <Card>
        <OwnerTable board={board} link={link} />
      </Card>
    );
  }
  return (
    <Card>
      <ProgressTable rows={rows} />
      <MoreRow
        list={{
          items: rows,
          total: board.total,
          hasNextPage: list.hasNextPage,
          isFetchingNextPage: list.isFetchingNextPage,
          fetchNextPage: list.fetchNextPage,
        }}
      />
    </Card>
  );
}
