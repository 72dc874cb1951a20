import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useLocation } from "wouter";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { nameOf } from "../../shared/names";
import { useSwitch } from "../../shared/session";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import * as m from "./messages";

type Standing = components["schemas"]["PortalStanding"];

/** How each customer stands for whom the reader acts, a seller each, and the way to it. It is beside the page: where it fails, nothing is missing there. */
export default function Standings() {
  const { data } = useQuery({
    queryKey: ["standings"],
    queryFn: ({ signal }) => get<{ items: Standing[] }>("/standings", signal),
  });
  if (!data) return null;
  return (
    <Card>
      <CardHeading>{m.title()}</CardHeading>
      <p className="px-4 pb-2 text-[0.8125rem] text-mute">{m.hint()}</p>
      <ul className="divide-y divide-line border-t border-line">
        {data.items.map((it) => (
          <li key={it.customer.id}>
            <Row standing={it} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Row({ standing: it }: { standing: Standing }) {
  const change = useSwitch();
  const [, navigate] = useLocation();
  const seller = nameOf(it.organization);
  const customer = nameOf(it.customer);
  const look = "flex min-h-16 w-full flex-wrap items-center gap-x-3 px-4 py-2.5 text-start";
  const said = (
    <>
      <span className="min-w-0 flex-1 basis-56">
        <span className="block font-medium">{seller}</span>
        <span className="block text-[0.8125rem] text-mute">
          {customer} · {it.waiting === 0 ? m.nothingWaits() : m.waiting({ count: it.waiting })}
        </span>
      </span>
      <span className="ms-auto text-end">
        {it.balances.length === 0 && <span className="text-mute">{m.nothingOwed()}</span>}
        {it.balances.map((owed) => (
          <Money
            key={owed.currency}
            amount={owed.balance}
            currency={owed.currency}
            code
            className="block font-semibold"
          />
        ))}
      </span>
    </>
  );
  if (it.current) {
    return (
      <div className={look}>
        {said}
        <Chip tone="neutral">{m.current()}</Chip>
      </div>
    );
  }
  return (
    <button
      type="button"
      disabled={change.isPending}
      onClick={() => change.mutate({ customer_id: it.customer.id }, { onSuccess: () => navigate("/p") })}
      className={`${look} hover:bg-sunken`}
    >
      {said}
      <span className="sr-only">{m.open({ customer, seller })}</span>
      <ChevronRight className="size-4 shrink-0 text-mute" aria-hidden="true" />
    </button>
  );
}
