import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get, post } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { dayOf, formatInstant } from "../../shared/dates";
import { kindLabel } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { FormModal, ReasonModal } from "../../shared/ui/FormModal";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Listed, Loaded } from "../../shared/ui/Listed";
import { Modal } from "../../shared/ui/Modal";
import { ScrollTable } from "../../shared/ui/ScrollTable";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { useParams } from "../../shared/useParams";
import { kindOf } from "../drafts/data";
import * as m from "./messages";

type Period = components["schemas"]["BackofficePeriodRow"];
type Blocker = components["schemas"]["BackofficePeriodBlocker"];
const key = ["periods"];

/** Months that have not begun have nothing to be closed. */
function begun(months: Period[], today: string) {
  return months.filter((it) => it.starts <= today);
}

/** The months of the books: what is open, what stands in the way, closing and reopening. */
export default function Periods() {
  const { organization } = useSession();
  const [params, change] = useParams();
  const [asked, setAsked] = useState<{ act: "close" | "reopen"; period: string }>();
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<{ items: Period[] }>("/periods", signal),
  });
  const shown = params.get("blockers");
  const [today] = useState(() => dayOf(new Date(), organization.time_zone));
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      <Card>
        <Loaded of={{ data, error, refetch }} rows={10}>
          {(data) => (
            <GridTable label={m.title()}>
              <thead>
                <tr>
                  <th scope="col">{m.period()}</th>
                  <th scope="col">{shared.state()}</th>
                  <th scope="col">{m.what()}</th>
                  <th scope="col">
                    <span className="sr-only">{shared.state()}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {begun(data.items, today).map((it) => (
                  <tr key={it.period}>
                    <th scope="row" className="num font-medium">
                      {it.period}
                    </th>
                    <td>
                      <Dot tone={it.state === "closed" ? "neutral" : "ok"}>
                        {it.state === "closed" ? m.closed() : m.open()}
                      </Dot>
                    </td>
                    <td className="text-mute">
                      {it.closed_at
                        ? m.closedBy({ who: it.closed_by, when: formatInstant(it.closed_at, organization.time_zone) })
                        : it.blockers > 0 && (
                            <button
                              type="button"
                              className="min-h-(--control) text-warn underline"
                              onClick={() => change({ blockers: it.period })}
                            >
                              {m.blockers({ count: it.blockers })}
                            </button>
                          )}
                    </td>
                    <td className="text-end">
                      {it.state === "open" ? (
                        <Button
                          disabled={!it.actions.close?.allowed}
                          title={it.actions.close?.why}
                          onClick={() => setAsked({ act: "close", period: it.period })}
                        >
                          {m.close()}
                        </Button>
                      ) : (
                        <Button
                          disabled={!it.actions.reopen?.allowed}
                          title={it.actions.reopen?.why}
                          onClick={() => setAsked({ act: "reopen", period: it.period })}
                        >
                          {m.reopen()}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Loaded>
      </Card>
      {shown && <Blockers period={shown} onClose={() => change({ blockers: undefined })} />}
      {asked && <Ask {...asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

const kinds: Record<string, () => string> = {
  draft: m.kindDraft,
  submitted: m.kindSubmitted,
  statement_run: m.kindStatementRun,
  allocation: m.kindAllocation,
};

function Blockers({ period, onClose }: { period: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["period-blockers", period],
    queryFn: ({ signal }) => get<{ items: Blocker[] }>(`/periods/${period}/blockers`, signal),
  });
  const href = (it: Blocker) =>
    it.kind === "statement_run"
      ? `/console/runs/${it.id}`
      : it.kind === "allocation"
        ? "/console/allocation/proposals"
        : `/console/drafts/${it.id}`;
  return (
    <Modal placement="drawer" className="sm:!w-[36rem]" title={m.blockersOf({ period })} onClose={onClose}>
      <Listed list={{ items: data?.items, error, refetch }} empty={<Empty kind="done" title={m.noBlockers()} />}>
        {(rows) => (
          <div className="-mx-5 -mt-4">
            <ScrollTable label={m.blockersOf({ period })}>
              <thead>
                <tr>
                  <th scope="col">{m.what()}</th>
                  <th scope="col">{m.customer()}</th>
                  <th scope="col">{m.date()}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((it) => (
                  <tr key={it.id}>
                    <td>
                      <Link href={href(it)} className="text-brand hover:underline">
                        {kinds[it.kind]?.() ?? it.kind}
                      </Link>
                      {it.document && <span className="ms-2 text-mute">{kindLabel(kindOf(it.document))}</span>}
                    </td>
                    <td className="num">{it.customer}</td>
                    <td className="num">{it.date}</td>
                  </tr>
                ))}
              </tbody>
            </ScrollTable>
          </div>
        )}
      </Listed>
    </Modal>
  );
}

function Ask({ act, period, onClose }: { act: "close" | "reopen"; period: string; onClose: () => void }) {
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: (body: { reason?: string }) => post<{ items: Period[] }>(`/periods/${period}/${act}`, body),
    onSuccess: (next) => {
      client.setQueryData(key, next);
      toast(act === "close" ? m.closed2() : m.reopened());
      onClose();
    },
  });
  const ask = { busy: run.isPending, error: run.error, onClose };
  if (act === "close") {
    return (
      <FormModal {...ask} title={m.closeTitle({ period })} action={m.close()} onSubmit={() => run.mutate({})}>
        <p>{m.closeText({ period })}</p>
      </FormModal>
    );
  }
  return (
    <ReasonModal
      {...ask}
      title={m.reopenTitle({ period })}
      action={m.reopen()}
      label={m.reason()}
      onGive={(reason) => run.mutate({ reason })}
    >
      <p>{m.reopenText()}</p>
    </ReasonModal>
  );
}
