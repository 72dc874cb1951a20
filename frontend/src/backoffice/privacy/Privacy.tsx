import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearch } from "wouter";
import { get, newIntent, post } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { FormModal, ReasonModal } from "../../shared/ui/FormModal";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Held, type Requests, requestsKey } from "./Held";
import * as m from "./messages";

type Request = Requests["items"][number];

const states: Record<string, { word: () => string; tone: "warn" | "ok" | "neutral" }> = {
  pending: { word: m.pending, tone: "warn" },
  done: { word: m.done, tone: "ok" },
  rejected: { word: m.rejected, tone: "neutral" },
  withdrawn: { word: m.withdrawn, tone: "neutral" },
};

const nameOf = (it: Request) => it.name || it.pseudonym;

/** Requests to pseudonymise somebody, and what is held of the one person that was chosen. */
export default function Privacy() {
  const { organization } = useSession();
  const chosen = new URLSearchParams(useSearch());
  const [kind, person] = [chosen.get("kind"), chosen.get("person")];
  const [open, setOpen] = useState<{ request: Request; act: "approve" | "reject" | "retract" }>();
  const { data, error, refetch } = useQuery({
    queryKey: requestsKey,
    queryFn: ({ signal }) => get<Requests>("/pseudonymisations", signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={8} />;
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      {kind && person && <Held key={person} kind={kind} person={person} />}
      <Card>
        <CardHeading>{m.requests()}</CardHeading>
        {data.items.length === 0 ? (
          <Empty kind="nothing" title={m.none()}>
            {m.noneHint()}
          </Empty>
        ) : (
          <GridTable label={m.requests()}>
            <thead>
              <tr>
                <th scope="col">{m.person()}</th>
                <th scope="col">{m.reason()}</th>
                <th scope="col">{m.askedBy()}</th>
                <th scope="col">{m.state()}</th>
                <th scope="col">
                  <span className="sr-only">{m.acts()}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((it) => (
                <tr key={it.id}>
                  <td>
                    <Link
                      href={`/console/settings/personal-data?kind=${it.kind}&person=${it.person_id}`}
                      className="font-medium text-brand hover:underline"
                    >
                      {nameOf(it)}
                    </Link>{" "}
                    <span className="text-mute">{it.kind === "staff" ? m.staff() : m.contact()}</span>
                  </td>
                  <td className="break-words">{it.reason}</td>
                  <td>
                    {it.asked_by}
                    <span className="num ms-2 text-mute">{formatInstant(it.asked_at, organization.time_zone)}</span>
                  </td>
                  <td>
                    <Chip tone={states[it.state]?.tone ?? "neutral"}>{states[it.state]?.word() ?? it.state}</Chip>{" "}
                    {it.decided_at && (
                      <span className="text-mute">
                        {it.decided_by}, {formatInstant(it.decided_at, organization.time_zone)}
                        {it.why && `: ${it.why}`}
                      </span>
                    )}
                  </td>
                  <td className="text-end">
                    {it.may_decide && (
                      <>
                        <Button
                          look="quiet"
                          aria-label={m.approveNamed({ name: nameOf(it) })}
                          onClick={() => setOpen({ request: it, act: "approve" })}
                        >
                          {m.approve()}
                        </Button>
                        <Button
                          look="quiet"
                          aria-label={m.rejectNamed({ name: nameOf(it) })}
                          onClick={() => setOpen({ request: it, act: "reject" })}
                        >
                          {m.reject()}
                        </Button>
                      </>
                    )}
                    {it.may_retract && (
                      <Button
                        look="quiet"
                        aria-label={m.retractNamed({ name: nameOf(it) })}
                        onClick={() => setOpen({ request: it, act: "retract" })}
                      >
                        {m.retract()}
                      </Button>
                    )}
                    {it.why_not && <span className="block text-mute">{m.notYou()}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </GridTable>
        )}
      </Card>
      {open && <Decision request={open.request} act={open.act} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface DecisionProps {
  request: Request;
  act: "approve" | "reject" | "retract";
  onClose: () => void;
}

function Decision({ request, act, onClose }: DecisionProps) {
  const client = useQueryClient();
  const name = nameOf(request);
  const decide = useMutation({
    mutationFn: (reason: string) =>
      post<Requests>(
        `/pseudonymisations/${request.id}/decision`,
        { approve: act === "approve", reason: reason || undefined },
        newIntent(),
      ),
    onSuccess: (next) => {
      client.setQueryData(requestsKey, next);
      void client.invalidateQueries({ queryKey: ["personal-data"] });
      toast(act === "approve" ? m.gone({ pseudonym: request.pseudonym }) : m.saved());
      onClose();
    },
  });
  const asked = { busy: decide.isPending, error: decide.error, onClose };
  if (act === "reject")
    return (
      <ReasonModal
        {...asked}
        title={m.rejectNamed({ name })}
        action={m.reject()}
        onGive={(reason) => decide.mutate(reason)}
      />
    );
  const approves = act === "approve";
  return (
    <FormModal
      {...asked}
      title={approves ? m.approveTitle({ name }) : m.retractNamed({ name })}
      action={approves ? m.approve() : m.retract()}
      look={approves ? "danger" : "primary"}
      onSubmit={() => decide.mutate("")}
    >
      <p>{approves ? m.approveHint() : request.reason}</p>
    </FormModal>
  );
}
