import { Link } from "wouter";
import { Card, PageTitle } from "../../shared/ui/Layout";
import * as approvals from "../approvals/messages";
import * as cycle from "../cycle/messages";
import * as dimensions from "../dimensions/messages";
import * as d from "../disputes/messages";
import * as fields from "../fields/messages";
import * as signing from "../finalization/messages";
import * as mails from "../mailtemplates/messages";
import * as posting from "../posting/messages";
import * as privacy from "../privacy/messages";
import * as standIns from "../standins/messages";
import * as tokens from "../tokens/messages";
import * as m from "./messages";

const pages: { href: string; title: () => string; detail: () => string }[] = [
  { href: "/console/settings/organization", title: m.organization, detail: m.organizationDetail },
  { href: "/console/settings/statements", title: m.statements, detail: m.statementsDetail },
  { href: "/console/settings/posting", title: posting.title, detail: posting.detail },
  { href: "/console/settings/dimensions", title: dimensions.title, detail: dimensions.detail },
  { href: "/console/settings/rates", title: posting.ratesTitle, detail: posting.ratesDetail },
  { href: "/console/settings/approvals", title: approvals.title, detail: approvals.detail },
  { href: "/console/settings/cycle", title: cycle.settings, detail: cycle.settingsDetail },
  { href: "/console/settings/fields", title: fields.title, detail: fields.detail },
  { href: "/console/settings/disputes", title: d.policyTitle, detail: d.policyDetail },
  { href: "/console/settings/notices", title: m.notices, detail: m.noticesDetail },
  { href: "/console/settings/mails", title: mails.title, detail: mails.detail },
  { href: "/console/settings/people", title: m.people, detail: m.peopleDetail },
  { href: "/console/settings/personal-data", title: privacy.title, detail: privacy.detail },
  { href: "/console/settings/stand-ins", title: standIns.title, detail: standIns.detail },
  { href: "/console/settings/roles", title: m.roles, detail: m.rolesDetail },
  { href: "/console/settings/history", title: m.history, detail: m.historyDetail },
  { href: "/console/settings/signing", title: signing.keysTitle, detail: signing.keysDetail },
  { href: "/console/settings/tokens", title: tokens.title, detail: tokens.detail },
  { href: "/console/settings/jobs", title: m.jobs, detail: m.jobsDetail },
  { href: "/console/settings/controls", title: m.controls, detail: m.controlsDetail },
  { href: "/console/settings/audit", title: m.audit, detail: m.auditDetail },
];

/** Everything that can be set, each with what it decides. */
export default function Home() {
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {pages.map(({ href, title, detail }) => (
          <li key={href}>
            <Link href={href} className="block h-full">
              <Card className="h-full p-4 hover:border-edge">
                <h2 className="font-medium text-brand">{title()}</h2>
                <p className="mt-1 text-mute">{detail()}</p>
              </Card>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
