import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { cx } from "../../shared/classes";
import { PageTitle } from "../../shared/ui/Layout";
import { SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as a from "../account/messages";
import * as m from "../messages";

const AccountView = lazy(() => import("../account/AccountView"));
const Items = lazy(() => import("../account/Items"));
const AllDocuments = lazy(() => import("../account/AllDocuments"));
const Movements = lazy(() => import("../account/Movements"));

const views = {
  account: { label: a.viewAccount, View: AccountView },
  items: { label: a.viewItems, View: Items },
  documents: { label: a.viewDocuments, View: AllDocuments },
  movements: { label: a.viewMovements, View: Movements },
};

/** The account and its documents: how it stands, what is open, every document, and what moved. */
export default function Documents() {
  const [params] = useParams();
  const asked = params.get("view") ?? "";
  const at = asked in views ? (asked as keyof typeof views) : "account";
  const { View } = views[at];
  return (
    <>
      <PageTitle
        action={
          <Link href="/p/receivables" className="flex min-h-11 items-center font-medium text-brand hover:underline">
            {a.receivablesLink()} ›
          </Link>
        }
      >
        {m.navDocuments()}
      </PageTitle>
      <nav
        aria-label={a.views()}
        className="no-print hide-scrollbar -mx-3 mb-4 flex gap-1 overflow-x-auto border-b border-line px-3 sm:mx-0 sm:px-0"
      >
        {Object.entries(views).map(([name, { label }]) => (
          <Link
            key={name}
            href={name === "account" ? "/p/documents" : `/p/documents?view=${name}`}
            aria-current={name === at ? "page" : undefined}
            className={cx(
              "inline-flex min-h-11 shrink-0 items-center border-b-2 px-3 whitespace-nowrap",
              name === at ? "border-brand font-semibold text-brand" : "border-transparent text-mute hover:text-ink",
            )}
          >
            {label()}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<SkeletonRows />}>
        <View />
      </Suspense>
    </>
  );
}
