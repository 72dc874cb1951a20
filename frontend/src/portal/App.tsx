import { lazy, Suspense } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import * as shared from "../shared/messages";
import { useSession } from "../shared/session";
import { Boundary } from "../shared/ui/Boundary";
import { Empty, SkeletonRows } from "../shared/ui/states";
import { Shell } from "./Shell";
import { StatementPage } from "./statement/StatementPage";

const Home = lazy(() => import("./pages/Home"));
const Statements = lazy(() => import("./pages/Statements"));
const Disputes = lazy(() => import("./pages/Disputes"));
const Dispute = lazy(() => import("./pages/Dispute"));
const Documents = lazy(() => import("./pages/Documents"));
const DocumentPage = lazy(() => import("./pages/DocumentPage"));
const Settings = lazy(() => import("./pages/Settings"));
const Colleagues = lazy(() => import("./people/Colleagues"));
const Tokens = lazy(() => import("./tokens/Tokens"));
const MatchingPage = lazy(() => import("./matching/MatchingPage"));
const ReportPage = lazy(() => import("./matching/ReportPage"));
const LinkApp = lazy(() => import("./link/LinkApp"));
const Receivables = lazy(() => import("./receivables/Receivables"));
const Help = lazy(() => import("./help/Help"));

// A statement is where most people arrive, from a link in a letter; every other page is fetched when it is opened.
export function App() {
  const [at] = useLocation();
  const { link } = useSession();
  return (
    <Shell>
      <Boundary at={at}>
        <Suspense fallback={<SkeletonRows />}>
          <Switch>
            {link && (
              <Route>
                <LinkApp link={link} />
              </Route>
            )}
            <Route path="/p">
              <Home />
            </Route>
            <Route path="/p/statements">
              <Statements />
            </Route>
            <Route path="/p/s/:id/lines/:no">
              {({ id, no }) => <StatementPage key={id} id={id} lineNo={Number(no)} />}
            </Route>
            <Route path="/p/s/:id/matching">{({ id }) => <MatchingPage key={id} id={id} />}</Route>
            <Route path="/p/s/:id/reconciliation">{({ id }) => <ReportPage key={id} id={id} />}</Route>
            <Route path="/p/s/:id">{({ id }) => <StatementPage key={id} id={id} />}</Route>
            <Route path="/p/disputes">
              <Disputes />
            </Route>
            <Route path="/p/disputes/:id">{({ id }) => <Dispute key={id} id={id} />}</Route>
            <Route path="/p/documents">
              <Documents />
            </Route>
            <Route path="/p/documents/:id">{({ id }) => <DocumentPage key={id} id={id} />}</Route>
            <Route path="/p/receivables/:id?">{({ id }) => <Receivables key={id} id={id} />}</Route>
            <Route path="/p/help">
              <Help />
            </Route>
            <Route path="/p/settings/colleagues">
              <Colleagues />
            </Route>
            <Route path="/p/settings/tokens">
              <Tokens />
            </Route>
            <Route path="/p/settings">
              <Settings />
            </Route>
            <Route path="/">
              <Redirect to="/p" />
            </Route>
            <Route>
              <Empty
                kind="unmatched"
                title={shared.notFoundTitle()}
                action={
                  <Link href="/p" className="font-medium text-brand underline">
                    {shared.back()}
                  </Link>
                }
              >
                {shared.notFoundDetail()}
              </Empty>
            </Route>
          </Switch>
        </Suspense>
      </Boundary>
    </Shell>
  );
}
