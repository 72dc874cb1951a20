import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { CustomerView } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import { formatDate, formatRange } from "../../shared/dates";
import { useFieldFacts } from "../../shared/fields/data";
import { isEnglish } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { isZero } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { AgingBar } from "../aging/AgingBar";
import { cycleLabel } from "../cycle/words";
import { DisputeTable } from "../disputes/DisputeTable";
import { EvidenceButton } from "../evidence/EvidenceButton";
import * as m from "../messages";
import { Opening } from "../Opening";
import { DocumentTable } from "../pages/Documents";
import * as people from "../people/messages";
import { mayManage } from "../people/roles";
import type { EditedCustomer } from "../people/types";
import { StatementTable } from "../statements/StatementTable";
import * as workbench from "../workbench/messages";

const ContactsTab = lazy(() => import("../people/ContactsTab"));
const LogTab = lazy(() => import("../people/LogTab"));
const NotesCard = lazy(() => import("../notes/NotesCard"));
const Policy = lazy(() => import("../receivables/Policy"));
const CustomerSheet = lazy(() => import("../people/CustomerSheet"));

const tabs = ["overview", "statements", "disputes", "documents", "contacts", "log"] as const;
type Tab = (typeof tabs)[number];

const tabLabels: Record<Tab, () => string> = {
  overview: m.tabOverview,
  statements: m.navStatements,
  disputes: m.navDisputes,
  documents: m.navDocuments,
  contacts: m.tabContacts,
  log: people.log,
};

/** Everything about one customer on one page. */
export default function Customer({ id }: { id: string }) {
  const [params, change] = useParams();
  const { roles } = useSession();
  const [editing, setEditing] = useState(false);
  const tab = tabs.find((it) => it === params.get("tab")) ?? "overview";
  const { data, error, refetch } = useQuery({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => get<CustomerView>(`/customers/${id}`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const counts: Partial<Record<Tab, number>> = {
    statements: data.statements.length,
    disputes: data.disputes.length,
    contacts: data.contacts.length,
  };
  return (
    <>
      <Head customer={data} onEdit={mayManage(roles) ? () => setEditing(true) : undefined} />
      <nav aria-label={m.tabsLabel()} className="hide-scrollbar mb-4 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((it) => (
          <button
            key={it}
            type="button"
            aria-current={tab === it ? "true" : undefined}
            onClick={() => change({ tab: it === "overview" ? undefined : it })}
            className={cx(
              "-mb-px min-h-9 shrink-0 border-b-2 px-3 font-medium",
              tab === it ? "border-brand text-brand" : "border-transparent text-mute hover:text-ink",
            )}
          >
            {tabLabels[it]()}
            {counts[it] !== undefined && <span className="num ms-1.5 font-normal">{counts[it]}</span>}
          </button>
        ))}
      </nav>
      {tab === "overview" && <Overview customer={data} mayManage={mayManage(roles)} />}
      {tab === "statements" && (
        <Listed empty={m.noStatements()} count={data.statements.length} all={`/console/statements?customer_id=${id}`}>
          <StatementTable statements={data.statements} withCustomer={false} />
        </Listed>
      )}
      {tab === "disputes" && (
        <Listed
          empty={m.noDisputes()}
          count={data.disputes.length}
          all={`/console/disputes?view=all&customer_id=${id}`}
        >
          <DisputeTable disputes={data.disputes} />
        </Listed>
      )}
      {tab === "documents" && (
        <Listed empty={m.noDocuments()} count={data.documents.length} all={`/console/documents?customer_id=${id}`}>
          <DocumentTable documents={data.documents} withCustomer={false} />
        </Listed>
      )}
      <Suspense fallback={<SkeletonRows rows={4} />}>
        {tab === "contacts" && <ContactsTab customer={id} />}
        {tab === "log" && <LogTab customer={id} />}
        {editing && (
          <CustomerSheet
            customer={data as EditedCustomer}
            onClose={() => setEditing(false)}
            onSaved={() => setEditing(false)}
          />
        )}
      </Suspense>
    </>
  );
}

function Head({ customer, onEdit }: { customer: CustomerView; onEdit: (() => void) | undefined }) {
  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
      <div className="min-w-0">
        <p className="text-mute">
          <Link href="/console/customers" className="hover:text-ink hover:underline">
            {m.navCustomers()}
          </Link>{" "}
          › <span className="num">{customer.code}</span>
        </p>
        <h1 className="text-[1.375rem] leading-tight font-semibold break-words">{customer.name}</h1>
        {customer.name_en && <p className="text-mute">{customer.name_en}</p>}
        <p className="mt-1 flex flex-wrap items-center gap-2">
          {!(customer as EditedCustomer).active && <Chip tone="warn">{people.inactive()}</Chip>}
          {onEdit && <Button onClick={onEdit}>{people.editCustomer()}</Button>}
          <EvidenceButton customer={customer.id} name={customer.name} />
          {onEdit && (
            <Link href={`/console/allocation?customer=${customer.id}`} className={buttonClass("secondary")}>
              {workbench.openWorkbench()}
            </Link>
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-x-8 gap-y-2">
        {customer.balances.map((it) => (
          <div key={it.currency}>
            <p className="text-mute">
              {shared.balance()} · {it.currency}
            </p>
            <Money
              amount={it.balance}
              currency={it.currency}
              className="block text-[1.375rem] leading-tight font-semibold"
            />
            {!isZero(it.overdue) && (
              <p className="text-bad">
                {shared.overdue()} <Money amount={it.overdue} currency={it.currency} />
              </p>
            )}
          </div>
        ))}
      </div>
    </header>
  );
}

function Overview({ customer, mayManage }: { customer: CustomerView; mayManage: boolean }) {
  const next = customer.next_run;
  const said = useFieldFacts("customer", customer.fields);
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
      <div className="min-w-0 space-y-4">
        {customer.aging.map((it) => (
          <Card key={it.currency} className="pb-4">
            <CardHeading>{m.agingOf({ currency: it.currency })}</CardHeading>
            <div className="px-4">
              <AgingBar currency={it.currency} buckets={it.buckets} />
              <p className="mt-3 flex flex-wrap justify-between gap-x-6 border-t border-line pt-2">
                <span>
                  <span className="text-mute">{shared.unallocatedCredits()}</span>{" "}
                  <Money amount={it.credits} currency={it.currency} />
                </span>
                <span>
                  <span className="text-mute">{shared.total()}</span>{" "}
                  <Money amount={it.total} currency={it.currency} className="font-semibold" />
                </span>
              </p>
            </div>
          </Card>
        ))}
        <Card>
          <CardHeading>{m.latestStatements()}</CardHeading>
          {customer.statements.length > 0 ? (
            <StatementTable statements={customer.statements.slice(0, 5)} withCustomer={false} />
          ) : (
            <p className="px-4 pb-4 text-mute">{m.noStatements()}</p>
          )}
        </Card>
        {customer.disputes.length > 0 && (
          <Card>
            <CardHeading>{m.navDisputes()}</CardHeading>
            <DisputeTable disputes={customer.disputes.slice(0, 5)} />
          </Card>
        )}
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
              [shared.bank(), customer.bank],
              [shared.bankAccount(), customer.bank_account],
              [m.salesperson(), customer.salesperson?.name],
              [m.cycle(), cycleLabel(customer.cycle)],
              [shared.paymentTerms(), isEnglish() ? customer.terms.en : customer.terms.zh],
              [shared.currency(), customer.currency],
              [shared.language(), customer.locale === "en" ? "English" : "简体中文"],
              ...said,
              [m.nextStatement(), next && `${formatRange(next.period_start, next.cut_off)} · ${formatDate(next.on)}`],
            ]}
          />
        </Card>
        <Suspense>
          <Policy customer={customer.id} mayChange={mayManage} />
          <NotesCard of="customers" id={customer.id} />
        </Suspense>
      </div>
    </div>
  );
}

function Listed({ empty, count, all, children }: { empty: string; count: number; all: string; children: ReactNode }) {
  return (
    <Card>
      {count === 0 ? <Empty kind="nothing" title={empty} /> : children}
      {count > 0 && (
        <p className="px-4 py-2 text-end">
          <Link href={all} className="inline-flex min-h-8 items-center text-brand hover:underline">
            {shared.all()}
          </Link>
        </p>
      )}
    </Card>
  );
}
