import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { CustomerView } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import { useSession } from "../../shared/session";
import { Button, buttonClass } from "../../shared/ui/Button";
import { Chip } from "../../shared/ui/Status";
import { Failure, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { EvidenceButton } from "../evidence/EvidenceButton";
import * as m from "../messages";
import { Opening } from "../Opening";
import * as people from "../people/messages";
import { mayManage } from "../people/roles";
import type { EditedCustomer } from "../people/types";
import * as workbench from "../workbench/messages";
import { Disputes, Documents, Files, Money, OpenItems, Statements } from "./Lists";
import * as words from "./messages";
import { Overview } from "./Overview";
import { Figures, Words } from "./Standing";
import { Terms } from "./Terms";
import { Timeline } from "./Timeline";
import type { Profile } from "./types";

const ContactsTab = lazy(() => import("../people/ContactsTab"));
const LogTab = lazy(() => import("../people/LogTab"));
const NotesCard = lazy(() => import("../notes/NotesCard"));
const CustomerSheet = lazy(() => import("../people/CustomerSheet"));

const tabs = [
  "overview",
  "statements",
  "items",
  "documents",
  "money",
  "disputes",
  "threads",
  "contacts",
  "terms",
  "notes",
  "files",
  "log",
] as const;
type Tab = (typeof tabs)[number];

const tabLabels: Record<Tab, () => string> = {
  overview: m.tabOverview,
  statements: m.navStatements,
  items: words.tabItems,
  documents: m.navDocuments,
  money: words.tabMoney,
  disputes: m.navDisputes,
  threads: words.tabThreads,
  contacts: m.tabContacts,
  terms: words.tabTerms,
  notes: words.tabNotes,
  files: words.tabFiles,
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
  const profile = useQuery({
    queryKey: ["customer-profile", id],
    queryFn: ({ signal }) => get<Profile>(`/customers/${id}/profile`, signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Opening />;
  const may = mayManage(roles);
  return (
    <>
      <Head customer={data} profile={profile.data} onEdit={may ? () => setEditing(true) : undefined} />
      <nav aria-label={m.tabsLabel()} className="hide-scrollbar mb-4 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((it) => (
          <button
            key={it}
            type="button"
            aria-current={tab === it ? "true" : undefined}
            onClick={() => change({ tab: it === "overview" ? undefined : it, currency: undefined, bucket: undefined })}
            className={cx(
              "-mb-px min-h-9 shrink-0 border-b-2 px-3 font-medium",
              tab === it ? "border-brand text-brand" : "border-transparent text-mute hover:text-ink",
            )}
          >
            {tabLabels[it]()}
          </button>
        ))}
      </nav>
      {tab === "overview" && <Overview customer={data} />}
      {tab === "statements" && <Statements customer={id} />}
      {tab === "items" && (
        <OpenItems customer={id} currencies={profile.data?.currencies.map((it) => it.currency) ?? []} />
      )}
      {tab === "documents" && <Documents customer={id} />}
      {tab === "money" && <Money customer={id} />}
      {tab === "disputes" && <Disputes customer={id} />}
      {tab === "threads" && <Timeline customer={id} about="disputes" />}
      {tab === "terms" && <Terms customer={data} mayManage={may} />}
      {tab === "files" && <Files customer={id} />}
      <Suspense fallback={<SkeletonRows rows={4} />}>
        {tab === "contacts" && <ContactsTab customer={id} />}
        {tab === "notes" && <NotesCard of="customers" id={id} />}
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

function Head({
  customer,
  profile,
  onEdit,
}: {
  customer: CustomerView;
  profile: Profile | undefined;
  onEdit: (() => void) | undefined;
}) {
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
          {!(customer as EditedCustomer).active && !profile && <Chip tone="warn">{people.inactive()}</Chip>}
          {onEdit && <Button onClick={onEdit}>{people.editCustomer()}</Button>}
          <EvidenceButton customer={customer.id} name={customer.name} />
          {onEdit && (
            <Link href={`/console/allocation?customer=${customer.id}`} className={buttonClass("secondary")}>
              {workbench.openWorkbench()}
            </Link>
          )}
        </p>
        {profile && <Words customer={customer.id} profile={profile} />}
      </div>
      {profile && <Figures customer={customer.id} profile={profile} />}
    </header>
  );
}
