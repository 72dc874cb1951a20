import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { ReasonModal } from "../../shared/ui/FormModal";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty, WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
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

function Acts({ proposal }: { proposal: Proposal }) {
  const client = useQueryClient();
  const [declining, setDeclining] = useState(false);
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body?: object; said: string }) =>
      post(`/settlement-proposals/${proposal.id}/${path}`, { row_version: proposal.row_version, ...body }),
    onSuccess: (_, { said }) => {
      void client.invalidateQueries({ queryKey: ["list"] });
      toast(said);
    },
  });
  if (proposal.state !== "waiting") return null;
  const { decide, withdraw } = proposal.actions;
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {act.error && !declining && <WriteFailure error={act.error} />}
      {withdraw?.allowed ? (
        <Button busy={act.isPending} onClick={() => act.mutate({ path: "withdrawal", said: m.withdrawnToast() })}>
          {m.withdraw()}
        </Button>
      ) : (
        <>
          <Button disabled={!decide?.allowed} title={decide?.why} onClick={() => setDeclining(true)}>
            {m.decline()}
          </Button>
          <Button
            look="primary"
            busy={act.isPending}
            disabled={!decide?.allowed}
            title={decide?.why}
            onClick={() => act.mutate({ path: "decision", body: { approve: true }, said: m.approved() })}
          >
            {m.approve()}
          </Button>
        </>
      )}
      {declining && (
        <ReasonModal
          title={m.declineTitle()}
          action={m.decline()}
          busy={act.isPending}
          error={act.error}
          label={m.declineReason()}
          maxLength={1000}
          onClose={() => setDeclining(false)}
          onGive={(reason) =>
            act.mutate({ path: "decision", body: { approve: false, reason }, said: m.declinedToast() })
          }
        />
      )}
    </div>
  );
}
