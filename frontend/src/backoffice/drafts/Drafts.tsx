import { Link } from "wouter";
import type { Page } from "../../shared/api/types";
import { kindLabel } from "../../shared/labels";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as approvals from "../approvals/messages";
import { roleWord } from "../approvals/words";
import { mayManage } from "../people/roles";
import * as receivables from "../receivables/messages";
import { type Draft, kindOf } from "./data";
import { stateLabel, stateTone } from "./labels";
import * as m from "./messages";

/** Documents entered by hand: what waits for me, what is on its way, what became of it. */
export default function Drafts() {
  const [params, change] = useParams();
  const view = params.get("view") ?? "waiting";
  const list = useList<Page<Draft>>("/drafts", {
    state: view === "waiting" || view === "all" ? undefined : view,
    waiting: view === "waiting" || undefined,
  });
  const { roles } = useSession();
  const create = mayManage(roles) && (
    <Link href="/console/drafts/new" className={buttonClass("primary")}>
      {m.newDraft()}
    </Link>
  );
  return (
    <>
      <PageTitle action={create}>{m.title()}</PageTitle>
      <div className="mb-3">
        <FilterChips
          label={shared.state()}
          value={view}
          choices={[
            { value: "waiting", label: m.waiting() },
            { value: "draft", label: m.stateDraft() },
            { value: "submitted", label: m.stateSubmitted() },
            { value: "confirming", label: receivables.stateConfirming() },
            { value: "posted", label: m.statePosted() },
            { value: "all", label: shared.all() },
          ]}
          onChange={(next) => change({ view: next === "waiting" ? undefined : next })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          rows={8}
          empty={
            view === "waiting" ? (
              <Empty
                kind="done"
                title={m.nothingWaits()}
                action={<Button onClick={() => change({ view: "all" })}>{shared.all()}</Button>}
              />
            ) : (
              <Empty kind="nothing" title={m.noDrafts()} action={create}>
                {m.noDraftsHint()}
              </Empty>
            )
          }
        >
          {(items) => (
            <GridTable label={m.title()}>
              <thead>
                <tr>
                  <th scope="col">{m.document()}</th>
                  <th scope="col">{shared.customer()}</th>
                  <th scope="col">{m.postingDate()}</th>
                  <th scope="col" className="text-end">
                    {shared.amount()}
                  </th>
                  <th scope="col">{m.madeBy()}</th>
                  <th scope="col">{shared.state()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <td>
                      <Link href={`/console/drafts/${it.id}`} className="font-medium text-brand hover:underline">
                        {kindLabel(kindOf(it.kind))}
                      </Link>
                      {it.by_hand && <span className="ms-2 text-mute">{m.byHand()}</span>}
                    </td>
                    <td>{it.customer.name}</td>
                    <td className="num">{it.posting_date}</td>
                    <td className="num text-end font-medium">
                      {formatAmount(it.gross, it.currency)} <span className="text-mute">{it.currency}</span>
                    </td>
                    <td>{it.made_by}</td>
                    <td>
                      <Dot tone={stateTone(it)}>{stateLabel(it)}</Dot>
                      {it.state === "submitted" && it.waiting_role && (
                        <span className="ms-2 text-mute">
                          {approvals.waitsFor({ role: roleWord(it.waiting_role) })}
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
    </>
  );
}
