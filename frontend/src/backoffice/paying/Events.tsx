import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { Page } from "../../shared/api/types";
import { formatDate } from "../../shared/dates";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty, Notice } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { EventTable } from "./EventTable";
import * as m from "./messages";
import { Tabs } from "./Tabs";
import { providerWord, type Told } from "./words";

/** What providers told: money that waits for a person first, and everything else for who looks something up. */
export default function Events() {
  const [params, change] = useParams();
  const view = params.get("view") ?? "waiting";
  const list = useList<Page<Told>>("/provider-events", { view: view === "all" ? undefined : view });
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <Tabs at="/console/payments/events" />
      <p className="mb-4 max-w-3xl text-mute">{m.eventsIntro()}</p>
      <div className="mb-3">
        <FilterChips
          label={shared.state()}
          value={view}
          choices={[
            { value: "waiting", label: m.viewWaiting() },
            { value: "money", label: m.viewMoney() },
            { value: "all", label: m.viewAll() },
          ]}
          onChange={(next) => change({ view: next === "waiting" ? undefined : next })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          empty={
            <Empty
              kind="done"
              title={view === "all" ? m.noEventsAtAll() : m.nothingWaits()}
              action={view !== "all" && <Button onClick={() => change({ view: "all" })}>{m.viewAll()}</Button>}
            />
          }
        >
          {(items) => <EventTable events={items} onDone={() => void list.refetch()} />}
        </Listed>
      </Card>
      <Refused />
    </>
  );
}

/** Notices that nobody signed are refused and only counted: a forger is seen here, and writes nothing. */
function Refused() {
  const { data } = useQuery({
    queryKey: ["provider-refusals"],
    queryFn: ({ signal }) => get<components["schemas"]["BackofficeRefusedNotices"]>("/provider-refusals", signal),
  });
  if (!data || data.days.length === 0) return null;
  return (
    <div className="mt-4">
      <Notice tone="info">
        {m.refusedNotices()}
        <ul className="mt-1">
          {data.days.slice(0, 10).map((it) => (
            <li key={it.day + it.provider}>
              {formatDate(it.day)} · {providerWord(it.provider)} ·{" "}
              {m.refusedCount({ count: it.count, sources: it.sources })}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
