import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { formatInstant } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { causeLabel } from "../drafts/Neighbours";
import * as m from "./messages";

type Found = components["schemas"]["BackofficePaymentDifferences"];

const word = (side: string) => (side === "over" ? m.over() : m.short());
const why = (it: { side: string; cause: string }) => (it.cause ? causeLabel(it.cause) : m.surplusKept());

/** Payments that were more or less than what they named, and why. */
export default function Differences() {
  const { organization } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["payment-differences"],
    queryFn: ({ signal }) => get<Found>("/payment-differences", signal),
  });
  return (
    <>
      <PageTitle>{m.differencesTitle()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.differencesIntro()}</p>
      <Loaded of={{ data, error, refetch }} rows={8}>
        {(data) =>
          data.items.length === 0 ? (
            <Card>
              <Empty kind="done" title={m.differencesEmpty()} />
            </Card>
          ) : (
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-start">
              <Card>
                <GridTable label={m.differencesTitle()}>
                  <thead>
                    <tr>
                      <th scope="col">{shared.document()}</th>
                      <th scope="col">{shared.customer()}</th>
                      <th scope="col">{m.noteState()}</th>
                      <th scope="col" className="text-end">
                        {shared.amount()}
                      </th>
                      <th scope="col">{m.cause()}</th>
                      <th scope="col">{shared.date()}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.items.map((it) => (
                      <tr key={it.id}>
                        <td>
                          <Link
                            href={`/console/documents/${it.document.id}`}
                            className="font-medium text-brand hover:underline"
                          >
                            {it.document.document_no}
                          </Link>
                        </td>
                        <td>{it.customer.name}</td>
                        <td>{word(it.side)}</td>
                        <td className="num text-end">
                          {formatAmount(it.amount, it.currency)} <span className="text-mute">{it.currency}</span>
                        </td>
                        <td>
                          {why(it)}
                          {it.note && <span className="ms-2 text-mute">{it.note}</span>}
                        </td>
                        <td className="num">{formatInstant(it.created_at, organization.time_zone)}</td>
                      </tr>
                    ))}
                  </tbody>
                </GridTable>
              </Card>
              <Card className="pb-3">
                <CardHeading>{m.byCause()}</CardHeading>
                <ul className="divide-y divide-line">
                  {data.causes.map((it) => (
                    <li
                      key={`${it.side}${it.cause}${it.currency}`}
                      className="flex flex-wrap justify-between gap-x-3 px-4 py-1.5"
                    >
                      <span>
                        {word(it.side)} · {why(it)}{" "}
                        <span className="text-mute">
                          {m.count()} {it.count}
                        </span>
                      </span>
                      <span className="num">
                        {formatAmount(it.amount, it.currency)} <span className="text-mute">{it.currency}</span>
                      </span>
                    </li>
                  ))}
                </ul>
              </Card>
            </div>
          )
        }
      </Loaded>
    </>
  );
}
