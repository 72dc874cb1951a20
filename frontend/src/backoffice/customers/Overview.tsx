import { Link } from "wouter";
import type { CustomerView } from "../../shared/api/types";
import { formatDate, formatRange } from "../../shared/dates";
import { useFieldFacts } from "../../shared/fields/data";
import { isEnglish } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { isZero } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { AgingBar } from "../aging/AgingBar";
import { cycleLabel } from "../cycle/words";
import * as m from "../messages";
import * as words from "./messages";
import { Timeline } from "./Timeline";

/** How old the debt is, what happened lately, and who the customer is. */
export function Overview({ customer }: { customer: CustomerView }) {
  const { roles } = useSession();
  const items = (currency: string, bucket?: string) =>
    `/console/customers/${customer.id}?tab=items&currency=${currency}${bucket ? `&bucket=${bucket}` : ""}`;
  const next = customer.next_run;
  const said = useFieldFacts("customer", customer.fields);
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
      <div className="min-w-0 space-y-4">
        {customer.aging.map((it) => (
          <Card key={it.currency} className="pb-4">
            <CardHeading>{m.agingOf({ currency: it.currency })}</CardHeading>
            <div className="px-4">
              <AgingBar currency={it.currency} buckets={it.buckets} hrefOf={(key) => items(it.currency, key)} />
              <p className="mt-3 flex flex-wrap justify-between gap-x-6 border-t border-line pt-2">
                <span>
                  <span className="text-mute">{shared.unallocatedCredits()}</span>{" "}
                  {isZero(it.credits) ? (
                    <Money amount={it.credits} currency={it.currency} />
                  ) : (
                    <Link href={items(it.currency, "credits")} className="hover:underline">
                      <Money amount={it.credits} currency={it.currency} />
                    </Link>
                  )}
                </span>
                <span>
                  <span className="text-mute">{shared.total()}</span>{" "}
                  <Link href={items(it.currency)} className="hover:underline">
                    <Money amount={it.total} currency={it.currency} className="font-semibold" />
                  </Link>
                </span>
              </p>
            </div>
          </Card>
        ))}
        {roles.some((role) => role !== "administrator") && <Timeline customer={customer.id} />}
      </div>
      <div className="space-y-4">
        <Card className="p-4">
          <Facts
            facts={[
              [m.taxId(), customer.tax_id],
              [m.region(), customer.region],
              [m.country(), customer.country],
              [m.address(), customer.address],
              [m.phone(), customer.phone],
              [m.salesperson(), customer.salesperson?.name],
              [shared.paymentTerms(), isEnglish() ? customer.terms.en : customer.terms.zh],
              [m.cycle(), cycleLabel(customer.cycle)],
              [m.nextStatement(), next && `${formatRange(next.period_start, next.cut_off)} · ${formatDate(next.on)}`],
              ...said,
            ]}
          />
        </Card>
        <Card className="pb-2">
          <CardHeading
            action={
              <Link
                href={`/console/customers/${customer.id}?tab=contacts`}
                className="inline-flex min-h-8 items-center pe-2 text-brand hover:underline"
              >
                {shared.all()}
              </Link>
            }
          >
            {m.tabContacts()}
          </CardHeading>
          {customer.contacts.length === 0 ? (
            <p className="px-4 pb-2 text-mute">{words.wordNoContact()}</p>
          ) : (
            <ul className="divide-y divide-line">
              {customer.contacts.slice(0, 4).map((it) => (
                <li key={it.id} className="px-4 py-2">
                  <span className="font-medium">{it.name}</span>
                  <span className="block break-all text-mute">{[it.email, it.phone].filter(Boolean).join(" · ")}</span>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </div>
  );
}
