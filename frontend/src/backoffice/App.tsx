import { lazy, Suspense } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import * as shared from "../shared/messages";
import { Boundary } from "../shared/ui/Boundary";
import { Empty } from "../shared/ui/states";
import { Opening } from "./Opening";
import { Shell } from "./Shell";

const Dashboard = lazy(() => import("./pages/Dashboard"));
const Customers = lazy(() => import("./customers/Customers"));
const Customer = lazy(() => import("./customers/Customer"));
const Runs = lazy(() => import("./runs/Runs"));
const NewRun = lazy(() => import("./runs/NewRun"));
const RunPage = lazy(() => import("./runs/RunPage"));
const Statements = lazy(() => import("./statements/Statements"));
const StatementPage = lazy(() => import("./statements/StatementPage"));
const ReconciliationPage = lazy(() => import("./matching/ReportPage"));
const ReconcilingItems = lazy(() => import("./matching/ReconcilingItems"));
const Disputes = lazy(() => import("./disputes/Disputes"));
const Documents = lazy(() => import("./pages/Documents"));
const DocumentPage = lazy(() => import("./pages/DocumentPage"));
const Drafts = lazy(() => import("./drafts/Drafts"));
const NewDraft = lazy(() => import("./drafts/NewDraft"));
const DraftPage = lazy(() => import("./drafts/DraftPage"));
const Reports = lazy(() => import("./reports/Reports"));
const Proposals = lazy(() => import("./allocation/Proposals"));
const Periods = lazy(() => import("./periods/Periods"));
const Aging = lazy(() => import("./aging/Aging"));
const Deliveries = lazy(() => import("./notices/Deliveries"));
const NoticeSettings = lazy(() => import("./notices/NoticeSettings"));
const StatementSettings = lazy(() => import("./settings/StatementSettings"));
const OrganizationPage = lazy(() => import("./people/OrganizationPage"));
const Imports = lazy(() => import("./imports/Imports"));
const ImportPage = lazy(() => import("./imports/ImportPage"));

export function App() {
  const [at] = useLocation();
  return (
    <Shell>
      <Boundary at={at}>
        <Suspense fallback={<Opening />}>
          <Switch>
            <Route path="/console">
              <Dashboard />
            </Route>
            <Route path="/console/customers">
              <Customers />
            </Route>
            <Route path="/console/customers/:id">{({ id }) => <Customer key={id} id={id} />}</Route>
            <Route path="/console/runs">
              <Runs />
            </Route>
            <Route path="/console/runs/new">
              <NewRun />
            </Route>
            <Route path="/console/runs/:id">{({ id }) => <RunPage key={id} id={id} />}</Route>
            <Route path="/console/statements">
              <Statements />
            </Route>
            <Route path="/console/statements/:id/reconciliation">
              {({ id }) => <ReconciliationPage key={id} id={id} />}
            </Route>
            <Route path="/console/reconciling-items">
              <ReconcilingItems />
            </Route>
            <Route path="/console/statements/:id">{({ id }) => <StatementPage key={id} id={id} />}</Route>
            <Route path="/console/disputes">
              <Disputes />
            </Route>
            <Route path="/console/documents">
              <Documents />
            </Route>
            <Route path="/console/documents/:id">{({ id }) => <DocumentPage key={id} id={id} />}</Route>
            <Route path="/console/drafts">
              <Drafts />
            </Route>
            <Route path="/console/drafts/new">
              <NewDraft />
            </Route>
            <Route path="/console/drafts/:id">{({ id }) => <DraftPage key={id} id={id} />}</Route>
            <Route path="/console/reports">
              <Reports />
            </Route>
            <Route path="/console/allocation/proposals">
              <Proposals />
            </Route>
            <Route path="/console/periods">
              <Periods />
            </Route>
            <Route path="/console/aging">
              <Aging />
            </Route>
            <Route path="/console/deliveries">
              <Deliveries />
            </Route>
            <Route path="/console/settings/notices">
              <NoticeSettings />
            </Route>
            <Route path="/console/settings/statements">
              <StatementSettings />
            </Route>
            <Route path="/console/settings/organization">
              <OrganizationPage />
            </Route>
            <Route path="/console/imports">
              <Imports />
            </Route>
            <Route path="/console/imports/:id">{({ id }) => <ImportPage key={id} id={id} />}</Route>
            <Route path="/">
              <Redirect to="/console" />
            </Route>
            <Route>
              <Empty
                kind="unmatched"
                title={shared.notFoundTitle()}
                action={
                  <Link href="/console" className="font-medium text-brand underline">
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
