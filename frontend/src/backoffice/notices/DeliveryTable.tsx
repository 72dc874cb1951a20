import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { post } from "../../shared/api/client";
import { formatInstantShort } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Dot } from "../../shared/ui/Status";
import { explain } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import * as mails from "../mailtemplates/messages";
import { channelLabel, type Delivery, deliveryState, kindLabel, resultLabel } from "./data";
import { MessageSheet } from "./MessageSheet";
import * as m from "./messages";

/** Who was told of what, and what came of it. */
export function DeliveryTable({ deliveries }: { deliveries: Delivery[] }) {
  const { organization, roles } = useSession();
  const [opened, setOpened] = useState("");
  const reads = roles.includes("finance_supervisor") || roles.includes("administrator");
  const now = new Date();
  const instant = (at: string) => formatInstantShort(at, organization.time_zone, now);
  return (
    <>
      {opened && <MessageSheet id={opened} onClose={() => setOpened("")} />}
      <GridTable label={m.title()}>
        <thead>
          <tr>
            <th scope="col">{m.what()}</th>
            <th scope="col">{m.who()}</th>
            <th scope="col">{m.channel()}</th>
            <th scope="col">{shared.state()}</th>
            <th scope="col">{m.result()}</th>
            <th scope="col">{m.about()}</th>
            <th scope="col">{m.when()}</th>
            <th scope="col">
              <span className="sr-only">{m.repeat()}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((it) => {
            const [tone, word] = deliveryState(it.state);
            return (
              <tr key={it.id}>
                <td title={it.subject || undefined}>
                  {reads && it.channel === "webhook" ? (
                    <button
                      type="button"
                      className="min-h-6 text-brand hover:underline"
                      title={m.message()}
                      onClick={() => setOpened(it.id)}
                    >
                      {kindLabel(it.kind)}
                    </button>
                  ) : (
                    kindLabel(it.kind)
                  )}
                </td>
                <td>
                  {it.name} <span className="text-mute">{it.address}</span>
                </td>
                <td className="text-mute">{channelLabel(it.channel)}</td>
                <td>
                  <Dot tone={tone}>{word}</Dot>
                </td>
                <td className="min-w-56 max-w-md whitespace-normal break-words">
                  <Outcome delivery={it} instant={instant} />
                </td>
                <td>
                  <About delivery={it} />
                </td>
                <td className="num text-mute">{instant(it.sent_at ?? it.created_at)}</td>
                <td className="text-end">{it.may_repeat && <Repeat delivery={it} />}</td>
              </tr>
            );
          })}
        </tbody>
      </GridTable>
    </>
  );
}

/** What came of it, in words; what the other side said stands behind ours when it matters. */
export function Outcome({ delivery, instant }: { delivery: Delivery; instant: (at: string) => string }) {
  const said = delivery.state === "sent" ? "" : delivery.reply;
  const toOpen = ["statement.issued", "statement.revised", "statement.reminded"].includes(delivery.kind);
  const unopened = toOpen && delivery.state === "sent" && delivery.recipient === "contact";
  const parts = [
    delivery.result && resultLabel(delivery.result),
    said,
    delivery.words &&
      (delivery.words.built_in ? mails.deliveryBuiltIn() : mails.deliveryWords({ n: delivery.words.version })),
    delivery.attempts > 1 && m.tries({ count: delivery.attempts }),
    delivery.next_at && m.nextTry({ at: instant(delivery.next_at) }),
    delivery.viewed_at ? m.viewed({ at: instant(delivery.viewed_at) }) : unopened && m.notViewed(),
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}

function About({ delivery }: { delivery: Delivery }) {
  const { dispute, statement, customer } = delivery;
  const link = "text-brand hover:underline";
  return (
    <>
      {dispute ? (
        <Link href={`/console/disputes?view=all&id=${dispute.id}`} className={link}>
          {dispute.document_no}
        </Link>
      ) : (
        statement && (
          <Link href={`/console/statements/${statement.id}`} className={link}>
            {statement.document_no}
          </Link>
        )
      )}{" "}
      {customer && <span className="text-mute">{customer.name}</span>}
    </>
  );
}

export function Repeat({ delivery }: { delivery: Delivery }) {
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => post(`/deliveries/${delivery.id}/repetition`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["list", "/deliveries"] });
      void client.invalidateQueries({ queryKey: ["delivery-counts"] });
      toast(m.repeated());
    },
    onError: (error) => {
      const { title, detail } = explain(error);
      toast(`${title} ${detail}`);
    },
  });
  return (
    <Button look="quiet" busy={again.isPending} onClick={() => again.mutate()}>
      {delivery.channel === "webhook" ? m.replay() : m.repeat()}
    </Button>
  );
}
