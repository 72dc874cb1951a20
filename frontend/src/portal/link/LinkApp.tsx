import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import type { Session } from "../../shared/api/types";
import { Boundary } from "../../shared/ui/Boundary";
import { SkeletonRows } from "../../shared/ui/states";
import { StatementPage } from "../statement/StatementPage";
import { LinkFrame } from "./LinkFrame";
import { OnlyThis } from "./OnlyThis";

const Dispute = lazy(() => import("../pages/Dispute"));
const DocumentPage = lazy(() => import("../pages/DocumentPage"));
const MatchingPage = lazy(() => import("../matching/MatchingPage"));
const ReportPage = lazy(() => import("../matching/ReportPage"));
const PayPage = lazy(() => import("../pay/PayPage"));
const PaymentPage = lazy(() => import("../pay/PaymentPage"));
const TransferPage = lazy(() => import("../pay/TransferPage"));
const Sandbox = lazy(() => import("../pay/Sandbox"));
const Help = lazy(() => import("../help/Help"));

/** The pages of a session from a link: its statement with its matching, and the disputes and documents on it. */
export default function LinkApp({ link }: { link: NonNullable<Session["link"]> }) {
  const [at] = useLocation();
  const only = <OnlyThis statement={link.statement_id} />;
  return (
    <>
      <LinkFrame link={link} />
      <Boundary at={at}>
        <Suspense fallback={<SkeletonRows />}>
          <Switch>
            <Route path="/p">
              <Redirect to={`/p/s/${link.statement_id}`} replace />
            </Route>
            <Route path="/p/s/:id/lines/:no">
              {({ id, no }) => (id === link.statement_id ? <StatementPage id={id} no={no} /> : only)}
            </Route>
            <Route path="/p/s/:id">{({ id }) => (id === link.statement_id ? <StatementPage id={id} /> : only)}</Route>
            <Route path="/p/s/:id/matching">
              {({ id }) => (id === link.statement_id ? <MatchingPage id={id} /> : only)}
            </Route>
            <Route path="/p/s/:id/reconciliation">
              {({ id }) => (id === link.statement_id ? <ReportPage id={id} /> : only)}
            </Route>
            <Route path="/p/s/:id/pay">{({ id }) => (id === link.statement_id ? <PayPage id={id} /> : only)}</Route>
            <Route path="/p/transfers/:id">{({ id }) => <TransferPage key={id} id={id} />}</Route>
            <Route path="/p/pay/:id/sandbox">{({ id }) => <Sandbox key={id} id={id} />}</Route>
            <Route path="/p/pay/:id">{({ id }) => <PaymentPage key={id} id={id} />}</Route>
            <Route path="/p/disputes/:id">{({ id }) => <Dispute key={id} id={id} />}</Route>
            <Route path="/p/documents/:id">{({ id }) => <DocumentPage key={id} id={id} />}</Route>
            <Route path="/p/help">
              <Help />
            </Route>
            <Route>{only}</Route>
          </Switch>
        </Suspense>
      </Boundary>
    </>
  );
}
