import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { Button, buttonClass } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Empty, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
import { DeliveryTable } from "./DeliveryTable";
import { channelLabel, type Delivery, type DeliveryCounts } from "./data";
import * as m from "./messages";

const channels = ["mail", "webhook", "wecom", "sms"];

/** Everything that people and machines were told, what failed first of all. */
export default function Deliveries() {
  const [params, change] = useParams();
  const state = params.get("state") ?? "";
  const channel = params.get("channel") ?? "";
  const q = params.get("q") ?? "";
  const filters = {
    state,
    channel,
    q,
    channel_id: params.get("channel_id") ?? "",
    statement_id: params.get("statement_id") ?? "",
    customer_id: params.get("customer_id") ?? "",
  };
  const list = useList<Page<Delivery>>("/deliveries", filters);
  const counts = useQuery({
    queryKey: ["delivery-counts"],
    queryFn: ({ signal }) => get<DeliveryCounts>("/deliveries/counts", signal),
  });
  const narrowed = Object.values(filters).some(Boolean);
  const words = { waiting: m.waiting(), sent: m.sent(), failed: m.failed(), skipped: m.skipped() };
  return (
    <>
      <PageTitle
        action={
          <Actions failed={counts.data?.failed ?? 0} allowed={list.items?.some((it) => it.may_repeat) ?? false} />
        }
      >
        {m.title()}
      </PageTitle>
      <div className="mb-1 flex flex-wrap items-center justify-between gap-3">
        <FilterChips
          label={shared.state()}
          value={state}
          choices={[
            { value: "", label: shared.all() },
            ...(["failed", "waiting", "sent", "skipped"] as const).map((it) => ({
              value: it as string,
              label: words[it],
              count: counts.data?.[it],
            })),
          ]}
          onChange={(next) => change({ state: next })}
        />
        <SearchField
          className="w-full sm:w-72"
          placeholder={m.search()}
          value={q}
          onChange={(next) => change({ q: next })}
        />
      </div>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <FilterChips
          label={m.channel()}
          value={channel}
          choices={[
            { value: "", label: shared.all() },
            ...channels.map((it) => ({ value: it, label: channelLabel(it) })),
          ]}
          onChange={(next) => change({ channel: next })}
        />
        <p className="text-[0.8125rem] text-mute">{m.lastDays()}</p>
      </div>
      <Card>
        <Listed
          list={list}
          rows={10}
          empty={
            narrowed ? (
              <Empty
                kind={state === "failed" && !q && !channel ? "done" : "unmatched"}
                title={shared.nothingMatches()}
                action={
                  <Button onClick={() => change(Object.fromEntries(Object.keys(filters).map((it) => [it, undefined])))}>
                    {shared.clearFilters()}
                  </Button>
                }
              />
            ) : (
              <Empty kind="nothing" title={m.none()}>
                {m.noneHint()}
              </Empty>
            )
          }
        >
          {(items) => <DeliveryTable deliveries={items} />}
        </Listed>
      </Card>
    </>
  );
}

function Actions({ failed, allowed }: { failed: number; allowed: boolean }) {
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => post<{ count: number }>("/deliveries/repetition"),
    onSuccess: ({ count }) => {
      void client.invalidateQueries({ queryKey: ["list", "/deliveries"] });
      void client.invalidateQueries({ queryKey: ["delivery-counts"] });
      toast(m.repeatedFailed({ count }));
    },
  });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <WriteFailure error={again.error} />
      {failed > 0 && allowed && (
        <Button busy={again.isPending} onClick={() => again.mutate()}>
          {m.repeatFailed()}
        </Button>
      )}
      <Link href="/console/settings/notices" className={buttonClass("secondary")}>
        {m.channelsTitle()}
      </Link>
    </div>
  );
}
