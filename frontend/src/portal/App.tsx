import { lazy, Suspense } from "react";
import { useSession } from "../shared/session";
import { type PageAt, Pages } from "../shared/ui/Pages";
import { SkeletonRows } from "../shared/ui/states";
import { Shell } from "./Shell";
import { StatementPage } from "./statement/StatementPage";

const LinkApp = lazy(() => import("./link/LinkApp"));

// A statement is where most people arrive, from a link in a letter; every other page is fetched when it is opened.
const pages: PageAt[] = [
  ["/p", lazy(() => import("./pages/Home"))],
  ["/p/statements", lazy(() => import("./pages/Statements"))],
  ["/p/s/:id", StatementPage],
  ["/p/s/:id/lines/:no", StatementPage],
  ["/p/s/:id/matching", lazy(() => import("./matching/MatchingPage"))],
  ["/p/s/:id/reconciliation", lazy(() => import("./matching/ReportPage"))],
  ["/p/s/:id/pay", lazy(() => import("./pay/PayPage"))],
  ["/p/pay", lazy(() => import("./pay/PayPage"))],
  ["/p/pay/:id", lazy(() => import("./pay/PaymentPage"))],
  ["/p/pay/:id/sandbox", lazy(() => import("./pay/Sandbox"))],
  ["/p/transfers/:id", lazy(() => import("./pay/TransferPage"))],
  ["/p/payments", lazy(() => import("./pay/Payments"))],
  ["/p/disputes", lazy(() => import("./pages/Disputes"))],
  ["/p/disputes/:id", lazy(() => import("./pages/Dispute"))],
  ["/p/documents", lazy(() => import("./pages/Documents"))],
  ["/p/documents/:id", lazy(() => import("./pages/DocumentPage"))],
  ["/p/receivables/:id?", lazy(() => import("./receivables/Receivables"))],
  ["/p/finalizations", lazy(() => import("./finalization/Finalizations"))],
  ["/p/finalizations/:id", lazy(() => import("./finalization/FinalizationPage"))],
  ["/p/help", lazy(() => import("./help/Help"))],
  ["/p/settings", lazy(() => import("./pages/Settings"))],
  ["/p/settings/colleagues", lazy(() => import("./people/Colleagues"))],
  ["/p/again", lazy(() => import("../shared/again/SignedAgain"))],
  ["/p/settings/tokens", lazy(() => import("./tokens/Tokens"))],
];

export function App() {
  const { link } = useSession();
  const opening = <SkeletonRows />;
  return (
    <Shell>
      {link ? (
        <Suspense fallback={opening}>
          <LinkApp link={link} />
        </Suspense>
      ) : (
        <Pages list={pages} home="/p" opening={opening} />
      )}
    </Shell>
  );
}
