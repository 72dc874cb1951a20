import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import { Card, PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import { Dot } from "../../shared/ui/Status";
import { languages, listKey, purposeLabel, type Standing, stateLabel } from "./data";
import * as m from "./messages";

/** Every mail whose words can be changed, with what is in force in each language. */
export default function MailTemplates() {
  const { data, error, refetch } = useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => get<{ items: Standing[] }>("/mail-templates", signal),
  });
  const purposes = [...new Set(data?.items.map((it) => it.purpose))];
  return (
    <>
      <PageTitle>{m.title()}</PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      <Loaded of={{ data, error, refetch }} rows={10}>
        {(data) => (
          <Card className="max-w-4xl">
            <ul className="divide-y divide-line">
              {purposes.map((purpose) => (
                <li
                  key={purpose}
                  className="grid gap-x-6 gap-y-1 px-4 py-2 sm:grid-cols-[12rem_1fr_1fr] sm:items-start"
                >
                  <span className="font-medium">{purposeLabel(purpose)}</span>
                  {data.items
                    .filter((it) => it.purpose === purpose)
                    .map((it) => (
                      <Cell key={it.locale} standing={it} />
                    ))}
                </li>
              ))}
            </ul>
          </Card>
        )}
      </Loaded>
    </>
  );
}

function Cell({ standing }: { standing: Standing }) {
  const { purpose, locale, version, built_in: builtIn } = standing;
  const language = languages[locale] ?? locale;
  const state = stateLabel(standing);
  return (
    <span className="min-w-0">
      <Link
        href={`/console/settings/mails/${purpose}/${locale}`}
        aria-label={m.edit({ purpose: purposeLabel(purpose), language, state })}
        className="inline-flex min-h-6 flex-wrap items-center gap-x-2 text-brand hover:underline"
      >
        {language}
        <Dot tone={version > 0 && !builtIn ? "brand" : "neutral"}>{state}</Dot>
      </Link>
      <span className="block truncate text-[0.8125rem] text-mute" title={standing.subject}>
        {standing.subject}
      </span>
    </span>
  );
}
