import { Link } from "wouter";
import type { DisputeSummary, Page } from "../../shared/api/types";
import { UnreadBadge } from "../../shared/disputes/UnreadBadge";
import { categoryLabel } from "../../shared/labels";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { buttonClass } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { DisputeChip } from "../dispute/DisputeChip";
import * as m from "../messages";
import * as pages from "./messages";

type Which = "open" | "closed" | "all";

export default function Disputes() {
  const [params, change] = useParams();
  const asked = params.get("state");
  const state: Which = asked === "closed" || asked === "all" ? asked : "open";
  const list = useList<Page<DisputeSummary>>("/disputes", { state });
  return (
    <>
      <PageTitle>{m.navDisputes()}</PageTitle>
      <FilterChips<Which>
        label={shared.state()}
        value={state}
        choices={[
          { value: "open", label: pages.disputesOpen(), count: state === "open" ? list.total : undefined },
          { value: "closed", label: pages.disputesClosed(), count: state === "closed" ? list.total : undefined },
          { value: "all", label: shared.all(), count: state === "all" ? list.total : undefined },
        ]}
        onChange={(next) => change({ state: next === "open" ? undefined : next })}
      />
      <Card className="mt-3">
        <Listed
          list={list}
          empty={
            <Empty
              kind={state === "open" ? "done" : "nothing"}
              title={state === "open" ? pages.noOpenDisputes() : pages.noDisputes()}
              action={
                <Link href="/p/statements" className={buttonClass("secondary")}>
                  {m.navStatements()}
                </Link>
              }
            >
              {pages.noOpenDisputesHint()}
            </Empty>
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {items.map((it) => (
                <DisputeRow key={it.id} dispute={it} />
              ))}
            </ul>
          )}
        </Listed>
      </Card>
    </>
  );
}

function DisputeRow({ dispute }: { dispute: DisputeSummary }) {
  return (
    <li>
      <Link
        href={`/p/disputes/${dispute.id}`}
        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1 basis-44">
          <span className="flex flex-wrap items-center gap-x-2 font-medium">
            {dispute.dispute_no} · {categoryLabel(dispute.category)}
            <UnreadBadge count={dispute.unread} />
          </span>
          <span className="block break-words text-[0.8125rem] text-mute">
            {dispute.document_no} · {dispute.statement_no}
          </span>
          <span className="block text-[0.8125rem] break-words text-mute">{dispute.expected}</span>
        </span>
        <span className="ms-auto flex flex-col items-end gap-1">
          <Money amount={dispute.disputed_amount} currency={dispute.currency} className="font-semibold" />
          <DisputeChip dispute={dispute} />
        </span>
      </Link>
    </li>
  );
}
