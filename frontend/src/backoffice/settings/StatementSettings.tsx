import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import { formatInstant } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import * as people from "../people/messages";
import { type Settings, settingsKey } from "./data";
import * as m from "./messages";
import { RuleForm } from "./RuleForm";
import { TemplateForm } from "./TemplateForm";

/** How statements look and what they take in: the versions, and the next one. */
export default function StatementSettings() {
  const { data, error, refetch } = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => get<Settings>("/statement-settings", signal),
  });
  const template = data?.templates[0];
  const rule = data?.rules[0];
  const change = data?.actions.change ?? { allowed: false };
  return (
    <>
      <PageTitle
        action={
          <Link href="/console/settings/organization" className="text-brand hover:underline">
            {people.organization()}
          </Link>
        }
      >
        {m.title()}
      </PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      <Loaded of={{ data, error, refetch }} rows={8}>
        {(data) =>
          template &&
          rule && (
            <div className="grid gap-4 lg:grid-cols-2 lg:items-start">
              <Card>
                <CardHeading action={<InForce version={template.version} />}>{m.template()}</CardHeading>
                <TemplateForm key={template.version} newest={template} columns={data.columns} change={change} />
                <History versions={data.templates} />
              </Card>
              <Card>
                <CardHeading action={<InForce version={rule.version} />}>{m.rule()}</CardHeading>
                <RuleForm key={rule.version} newest={rule} change={change} />
                <History versions={data.rules} />
              </Card>
            </div>
          )
        }
      </Loaded>
    </>
  );
}

function InForce({ version }: { version: number }) {
  return <span className="pe-2 text-mute">{m.inForce({ n: version })}</span>;
}

function History({ versions }: { versions: (Settings["templates"][number] | Settings["rules"][number])[] }) {
  const { organization } = useSession();
  return (
    <div className="border-t border-line px-4 py-3">
      <h3 className="mb-1 font-medium">{m.history()}</h3>
      <ul className="space-y-1">
        {versions.map((it) => (
          <li key={it.id}>
            {m.historyRow({ n: it.version })}{" "}
            <span className="text-mute">
              {[it.created_by_name, formatInstant(it.created_at, organization.time_zone)].filter(Boolean).join(" · ")}
            </span>
            <span className="block break-words text-mute">{it.reason || m.firstVersion()}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
