import { lazy } from "react";
import { type PageAt, Pages } from "../shared/ui/Pages";
import { Opening } from "./Opening";
import { Shell } from "./Shell";

const pages: PageAt[] = [
  ["/console", lazy(() => import("./pages/Dashboard"))],
  ["/console/again", lazy(() => import("../shared/again/SignedAgain"))],
  ["/console/aging", lazy(() => import("./aging/Aging"))],
  ["/console/allocation", lazy(() => import("./workbench/Workbench"))],
  ["/console/allocation/proposals", lazy(() => import("./allocation/Proposals"))],
  ["/console/allocation/rules", lazy(() => import("./workbench/Rules"))],
  ["/console/allocation/runs", lazy(() => import("./workbench/Runs"))],
  ["/console/allocation/runs/:id", lazy(() => import("./workbench/RunPage"))],
  ["/console/allocation/settlements", lazy(() => import("./workbench/Settlements"))],
  ["/console/allocation/settlements/:id", lazy(() => import("./workbench/SettlementPage"))],
  ["/console/customers", lazy(() => import("./customers/Customers"))],
  ["/console/customers/alike", lazy(() => import("./customers/Alike"))],
  ["/console/customers/groups", lazy(() => import("./customers/Groups"))],
  ["/console/customers/groups/:id", lazy(() => import("./customers/GroupPage"))],
  ["/console/customers/:id", lazy(() => import("./customers/Customer"))],
  ["/console/deliveries", lazy(() => import("./notices/Deliveries"))],
  ["/console/disputes", lazy(() => import("./disputes/Disputes"))],
  ["/console/documents", lazy(() => import("./pages/Documents"))],
  ["/console/documents/:id", lazy(() => import("./pages/DocumentPage"))],
  ["/console/drafts", lazy(() => import("./drafts/Drafts"))],
  ["/console/drafts/new", lazy(() => import("./drafts/NewDraft"))],
  ["/console/drafts/:id", lazy(() => import("./drafts/DraftPage"))],
  ["/console/imports", lazy(() => import("./imports/Imports"))],
  ["/console/imports/:id", lazy(() => import("./imports/ImportPage"))],
  ["/console/issues", lazy(() => import("./issues/Issues"))],
  ["/console/issues/meeting", lazy(() => import("./issues/Meeting"))],
  ["/console/issues/new", lazy(() => import("./issues/NewIssue"))],
  ["/console/issues/:id", lazy(() => import("./issues/IssuePage"))],
  ["/console/bank", lazy(() => import("./bank/Bank"))],
  ["/console/bank/check", lazy(() => import("./bank/Check"))],
  ["/console/bank/files/:id", lazy(() => import("./bank/FilePage"))],
  ["/console/notes", lazy(() => import("./payments/Notes"))],
  ["/console/payment-differences", lazy(() => import("./payments/Differences"))],
  ["/console/periods", lazy(() => import("./periods/Periods"))],
  ["/console/progress", lazy(() => import("./progress/Board"))],
  ["/console/progress/metrics", lazy(() => import("./progress/Metrics"))],
  ["/console/reconciling-items", lazy(() => import("./matching/ReconcilingItems"))],
  ["/console/reports", lazy(() => import("./reports/Reports"))],
  ["/console/runs", lazy(() => import("./runs/Runs"))],
  ["/console/runs/new", lazy(() => import("./runs/NewRun"))],
  ["/console/runs/:id", lazy(() => import("./runs/RunPage"))],
  ["/console/settings", lazy(() => import("./administration/Home"))],
  ["/console/settings/audit", lazy(() => import("./audit/AuditLog"))],
  ["/console/settings/history", lazy(() => import("./audit/SettingsHistory"))],
  ["/console/settings/people", lazy(() => import("./staff/People"))],
  ["/console/settings/roles", lazy(() => import("./staff/Matrix"))],
  ["/console/settings/approvals", lazy(() => import("./approvals/ApprovalSettings"))],
  ["/console/settings/cycle", lazy(() => import("./cycle/CycleSettings"))],
  ["/console/settings/jobs", lazy(() => import("./jobs/Jobs"))],
  ["/console/settings/fields", lazy(() => import("./fields/Fields"))],
  ["/console/settings/disputes", lazy(() => import("./disputes/PolicyPage"))],
  ["/console/settings/controls", lazy(() => import("./controls/Controls"))],
  ["/console/settings/mails", lazy(() => import("./mailtemplates/MailTemplates"))],
  ["/console/settings/mails/:purpose/:locale", lazy(() => import("./mailtemplates/MailTemplate"))],
  ["/console/settings/notices", lazy(() => import("./notices/NoticeSettings"))],
  ["/console/settings/organization", lazy(() => import("./people/OrganizationPage"))],
  ["/console/settings/posting", lazy(() => import("./posting/PostingRules"))],
  ["/console/settings/rates", lazy(() => import("./posting/Rates"))],
  ["/console/settings/statements", lazy(() => import("./settings/StatementSettings"))],
  ["/console/settings/tokens", lazy(() => import("./tokens/Tokens"))],
  ["/console/statements", lazy(() => import("./statements/Statements"))],
  ["/console/statements/:id", lazy(() => import("./statements/StatementPage"))],
  ["/console/statements/:id/versions", lazy(() => import("./versions/Versions"))],
  ["/console/statements/:id/reconciliation", lazy(() => import("./matching/ReportPage"))],
];

export function App() {
  return (
    <Shell>
      <Pages list={pages} home="/console" opening={<Opening />} />
    </Shell>
  );
}
