import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { readersInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { nameOf } from "../../shared/names";
import { answerLabel, answerTone, titleOf } from "../../shared/receivables/labels";
import * as record from "../../shared/receivables/messages";
import { RoundList } from "../../shared/receivables/RoundList";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Failure, Notice } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { Opening } from "../Opening";
import { AnswerSheet } from "./AnswerSheet";
import { Lines } from "./Lines";
import * as m from "./messages";

type View = components["schemas"]["PortalReceivableView"];

/** One receivable that is booked only after the customer has confirmed it. */
export function ReceivablePage({ id }: { id: string }) {
  const client = useQueryClient();
  const { organization } = useSession();
  const [answering, setAnswering] = useState<"confirm" | "reject">();
  const { data, error, refetch } = useQuery({
    queryKey: ["receivable", id],
    queryFn: ({ signal }) => get<View>(`/receivable-confirmations/${id}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const may = data.actions.answer;
  const before = data.former.filter((it) => it.answer === "rejected").at(-1);
  return (
    <>
      <Link href="/p/receivables" className="inline-flex min-h-11 items-center text-mute hover:text-ink">
        ‹ {m.title()}
      </Link>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
        <div className="min-w-0 space-y-4">
          <Card className="p-5">
            <div className="flex flex-wrap items-start justify-between gap-3">
              <div className="min-w-0">
                <h1 className="text-[1.375rem] leading-tight font-semibold break-words">{titleOf(data)}</h1>
                <p className="mt-1 flex flex-wrap items-center gap-2 text-mute">
                  {record.round({ n: data.round })}
                  <Chip tone={data.answer ? answerTone(data) : "brand"}>
                    {data.answer ? answerLabel(data) : m.waitingFor()}
                  </Chip>
                </p>
              </div>
              <Money
                amount={data.gross}
                currency={data.currency}
                className="ms-auto text-[1.5rem] leading-tight font-semibold"
              />
            </div>
            <div className="mt-4 space-y-3 border-t border-line pt-4">
              {data.answer ? (
                <Result round={data} />
              ) : (
                <>
                  <p>{(before ? m.asksAgain : m.asks)({ who: `${nameOf(organization)} ${data.asked_by_name}` })}</p>
                  {before && <Notice tone="info">{m.formerReason({ reason: before.opinion ?? "" })}</Notice>}
                  {may?.allowed ? (
                    <div className="flex flex-wrap gap-2">
                      <Button look="primary" onClick={() => setAnswering("confirm")}>
                        {m.confirm()}
                      </Button>
                      <Button onClick={() => setAnswering("reject")}>{m.reject()}</Button>
                    </div>
                  ) : (
                    <p className="text-mute">{m.mayNot()}</p>
                  )}
                </>
              )}
            </div>
          </Card>
          <Lines round={data} />
        </div>
        <aside className="space-y-4">
          <Card className="pb-4">
            <CardHeading>{m.facts()}</CardHeading>
            <Facts
              className="px-4"
              facts={[
                [m.date(), data.document_date],
                [shared.orderNo(), data.order_no],
                [shared.contractNo(), data.contract_no],
                [shared.shipmentNo(), data.shipment_no],
                [shared.invoiceNo(), data.invoice_no],
                [m.askedAt(), readersInstant(data.asked_at, organization.time_zone)],
              ]}
            />
          </Card>
          {data.answer && (
            <Card>
              <CardHeading>{record.record()}</CardHeading>
              <RoundList rounds={[data]} />
            </Card>
          )}
          {data.former.length > 0 && (
            <Card>
              <CardHeading>{m.former()}</CardHeading>
              <RoundList rounds={[...data.former].reverse()} />
            </Card>
          )}
        </aside>
      </div>
      {answering && (
        <AnswerSheet
          what={answering}
          round={data}
          onClose={() => setAnswering(undefined)}
          onDone={(next) => {
            client.setQueryData<View>(["receivable", id], { ...next, former: data.former });
            for (const other of ["list", "home"]) void client.invalidateQueries({ queryKey: [other] });
            setAnswering(undefined);
            toast(next.answer === "confirmed" ? m.confirmedDone() : m.rejectedDone());
          }}
        />
      )}
    </>
  );
}

function Result({ round }: { round: View }) {
  if (round.answer === "rejected") return <Notice tone="info">{m.rejectedNext()}</Notice>;
  if (round.answer === "withdrawn") return <Notice tone="info">{m.takenBackNext()}</Notice>;
  const no = round.document_no ?? "";
  return (
    <>
      <Notice tone="ok">{m.bookedAs({ no })}</Notice>
      {round.document_id && (
        <Link href={`/p/documents/${round.document_id}`} className={buttonClass("secondary")}>
          {m.openDocument({ no })}
        </Link>
      )}
    </>
  );
}
