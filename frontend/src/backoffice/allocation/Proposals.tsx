import { Link } from "wouter";
import type { components } from "../../shared/api/schema";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { Decision } from "../approvals/Decision";
import * as work from "../worklist/messages";
import * as m from "./messages";

type Proposal = components["schemas"]["BackofficeSettlementProposal"];

const states: [string, () => string][] = [
  ["waiting", m.waiting],
  ["to_decide", work.approvals],
  ["posted", m.posted],
  ["declined", m.declined],
  ["withdrawn", m.withdrawn],
];

const cases: Record<string, () => string> = {
  back_dated: m.caseBackDated,
  disputed: m.caseDisputed,
  other_person: m.caseOtherPerson,
};

/** Special settlements by hand: what waits for a second person, and what became of the rest. */
export default function Proposals() {
  const [params, change] = useParams();
  const state = params.get("state") ?? "waiting";
  const list = useList<{ items: Proposal[]; next_cursor?: string }>("/settlement-proposals", { state });
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      <div className="mb-3">
        <FilterChips
          label={shared.state()}
          value={state}
          choices={states.map(([value, label]) => ({ value, label: label() }))}
          onChange={(next) => change({ state: next === "waiting" ? undefined : next })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          empty={
            <Empty
              kind="done"
              title={state === "waiting" || state === "to_decide" ? m.nothingWaits() : shared.nothingMatches()}
            />
          }
        >
          {(rows) => (
            <GridTable label={m.title()}>
              <thead>
                <tr>
                  <th scope="col">{m.what()}</th>
                  <th scope="col">{shared.customer()}</th>
                  <th scope="col">{m.effective()}</th>
                  <th scope="col">{m.why()}</th>
                  <th scope="col">{m.reason()}</th>
                  <th scope="col">{m.proposedBy()}</th>
                  <th scope="col">
                    <span className="sr-only">{shared.state()}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((it) => (
                  <tr key={it.id}>
                    <td>{it.act === "undo" ? m.undo() : m.allocate({ count: it.pairs.length })}</td>
                    <td>
                      <Link href={`/console/customers/${it.customer.id}`} className="text-brand hover:underline">
                        {it.customer.name}
                      </Link>
                    </td>
                    <td className="num">{it.effective_date}</td>
                    <td>{it.cases.map((name) => cases[name]?.() ?? name).join(" · ")}</td>
                    <td className="max-w-80 break-words">{it.decide_reason || it.reason}</td>
                    <td>{it.proposed_by}</td>
                    <td>
                      <Acts proposal={it} />
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

function Acts({ proposal: it }: { proposal: Proposal }) {
  if (it.state !== "waiting") return null;
  return (
    <Decision
      path={`/settlement-proposals/${it.id}`}
      version={it.row_version}
      actions={it.actions}
      reason="reason"
      maxLength={1000}
      words={{
        withdraw: m.withdraw(),
        withdrawn: m.withdrawnToast(),
        approve: m.approve(),
        approved: m.approved(),
        decline: m.decline(),
        declined: m.declinedToast(),
        declineTitle: m.declineTitle(),
        declineReason: m.declineReason(),
      }}
    />
  );
}
