import { useQuery } from "@tanstack/react-query";
import { ClipboardList } from "lucide-react";
import { Link } from "wouter";
import { get, query } from "../../shared/api/client";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { buttonClass } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { Columns } from "./Columns";
import { type IssuePage, sourceWord, stateTone, stateWord, timeLeft } from "./data";
import * as m from "./messages";
import { useMayRaise } from "./RaiseLink";

const perState = 10;

/** The register of issues: as a list or in columns, with the counts of what each filter would list. */
export default function Issues() {
  const [params, change] = useParams();
  const mayRaise = useMayRaise();
  const board = params.get("view") === "board";
  const late = params.get("late") === "true" || undefined;
  const filters = {
    state: params.get("state") ?? undefined,
    owner: params.get("owner") ?? undefined,
    source: params.get("source") ?? undefined,
    customer_id: params.get("customer_id") ?? undefined,
    q: params.get("q") ?? undefined,
    late,
  };
  const list = useList<IssuePage>("/issues", filters, { enabled: !board });
  const columns = useQuery({
    queryKey: ["list", "/issues", "board", filters],
    queryFn: ({ signal }) =>
      get<IssuePage>(`/issues${query({ ...filters, state: "all", per_state: perState })}`, signal),
    enabled: board,
  });
  const first = board ? columns.data : list.first;
  const narrowed = Object.values(filters).some(Boolean);
  const raise = mayRaise && (
    <Link href="/console/issues/new" className={buttonClass("primary")}>
      {m.raise()}
    </Link>
  );
  const actions = (
    <span className="flex flex-wrap gap-2">
      <Link
        href={`/console/issues/meeting${query({ owner: filters.owner, customer_id: filters.customer_id })}`}
        className={buttonClass("secondary")}
      >
        <ClipboardList className="size-4" aria-hidden="true" />
        {m.meeting()}
      </Link>
      {raise}
    </span>
  );
  const active = first?.states.filter((it) => it.key === "open" || it.key === "working") ?? [];
  return (
    <>
      <PageTitle action={actions}>{m.title()}</PageTitle>
      <p className="mb-3 text-mute">{m.intro()}</p>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <SelectField
          label={m.view()}
          value={board ? "board" : "table"}
          onChange={(event) => change({ view: event.target.value === "board" ? "board" : undefined, state: undefined })}
        >
          <option value="table">{m.viewTable()}</option>
          <option value="board">{m.viewBoard()}</option>
        </SelectField>
        <SelectField
          label={m.owner()}
          value={filters.owner ?? ""}
          onChange={(event) => change({ owner: event.target.value || undefined })}
        >
          <option value="">{m.everybody()}</option>
          <option value="me">{m.mine()}</option>
          <option value="others">{m.others()}</option>
          {first?.owners.map((it) => (
            <option key={it.key} value={it.key}>{`${it.name} (${it.count})`}</option>
          ))}
        </SelectField>
        <SelectField
          label={m.source()}
          value={filters.source ?? ""}
          onChange={(event) => change({ source: event.target.value || undefined })}
        >
          <option value="">{m.everything()}</option>
          {["dispute", "statement_line", "reconciling_item", "manual"].map((it) => (
            <option key={it} value={it}>
              {sourceWord(it)}
            </option>
          ))}
        </SelectField>
        <SearchField
          className="w-full sm:w-64"
          placeholder={m.search()}
          value={filters.q ?? ""}
          onChange={(next) => change({ q: next || undefined })}
        />
      </div>
      {!board && (
        <div className="mb-3">
          <FilterChips
            label={shared.state()}
            value={late ? "late" : (filters.state ?? "")}
            choices={[
              {
                value: "",
                label: m.stateActive(),
                count: late ? undefined : active.reduce((n, it) => n + it.count, 0),
              },
              ...(first?.states ?? []).map((it) => ({
                value: it.key,
                label: stateWord(it.key),
                count: late ? undefined : it.count,
              })),
              { value: "late", label: m.late(), count: late || !filters.state ? first?.late : undefined },
              { value: "all", label: m.allStates() },
            ]}
            onChange={(next) =>
              change(
                next === "late" ? { late: "true", state: undefined } : { late: undefined, state: next || undefined },
              )
            }
          />
        </div>
      )}
      {board && first && first.total > 0 ? (
        <Columns page={first} />
      ) : (
        <Card>
          <Listed
            list={board ? { items: first?.items, error: columns.error, refetch: columns.refetch } : list}
            rows={8}
            empty={
              narrowed ? (
                <NothingMatches
                  onClear={() => change(Object.fromEntries(Object.keys(filters).map((name) => [name, undefined])))}
                />
              ) : (
                <Empty kind="done" title={m.none()} action={raise}>
                  {m.noneHint()}
                </Empty>
              )
            }
          >
            {(items) => <Table items={items} />}
          </Listed>
        </Card>
      )}
    </>
  );
}

function Table({ items }: { items: IssuePage["items"] }) {
  return (
    <GridTable label={m.title()}>
      <thead>
        <tr>
          <th scope="col">{m.what()}</th>
          <th scope="col">{m.customer()}</th>
          <th scope="col">{m.source()}</th>
          <th scope="col" className="text-end">
            {m.amount()}
          </th>
          <th scope="col">{m.owner()}</th>
          <th scope="col">{m.due()}</th>
          <th scope="col">{shared.state()}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((it) => (
          <tr key={it.id}>
            <td className="min-w-56 !whitespace-normal">
              <Link href={`/console/issues/${it.id}`} className="font-medium text-brand hover:underline">
                {it.title}
              </Link>
              <span className="block text-mute">
                {it.issue_no}
                {it.next_step && ` · ${it.next_step}`}
              </span>
            </td>
            <td>{it.customer.name}</td>
            <td>
              {sourceWord(it.source)}
              {it.source_no && <span className="block text-mute">{it.source_no}</span>}
            </td>
            <td className="num text-end">
              {it.amount && it.currency && (
                <>
                  {formatAmount(it.amount, it.currency)} <span className="text-mute">{it.currency}</span>
                </>
              )}
            </td>
            <td>{it.owner.name}</td>
            <td className="num">
              {it.due_on}
              <span className={`block ${it.late ? "font-medium text-bad" : "text-mute"}`}>{timeLeft(it)}</span>
            </td>
            <td>
              <Dot tone={stateTone(it.state)}>{stateWord(it.state)}</Dot>
            </td>
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}
