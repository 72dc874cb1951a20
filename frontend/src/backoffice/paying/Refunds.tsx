import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";
import { RefundTable } from "./RefundTable";
import { Tabs } from "./Tabs";
import type { Refund } from "./words";

/** Refunds of online payments: what waits for a second person, and what became of the rest. */
export default function Refunds() {
  const [params, change] = useParams();
  const view = params.get("view") ?? "waiting";
  const list = useList<Page<Refund>>("/payment-refunds", { view: view === "all" ? undefined : view });
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <Tabs at="/console/payments/refunds" />
      <p className="mb-4 max-w-3xl text-mute">{m.refundsIntro()}</p>
      <div className="mb-3">
        <FilterChips
          label={shared.state()}
          value={view}
          choices={[
            { value: "to_decide", label: m.viewToDecide() },
            { value: "waiting", label: m.viewProposed() },
            { value: "all", label: shared.all() },
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
              title={m.noRefunds()}
              action={view !== "all" && <Button onClick={() => change({ view: "all" })}>{shared.all()}</Button>}
            />
          }
        >
          {(items) => <RefundTable refunds={items} onDone={() => void list.refetch()} />}
        </Listed>
      </Card>
    </>
  );
}
