import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { EventTable } from "./EventTable";
import * as m from "./messages";
import { Tabs } from "./Tabs";
import type { Told } from "./words";

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
    </>
  );
}
