import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import { PageTitle } from "../../shared/ui/Layout";
import { Loaded } from "../../shared/ui/Listed";
import type { Picked } from "../drafts/CustomerPicker";
import { languages, listKey, purposeLabel, type Template, type Words } from "./data";
import * as m from "./messages";
import { PreviewPane, usePreview } from "./PreviewPane";
import { Versions } from "./Versions";
import { WordsForm } from "./WordsForm";

/** The words of one mail in one language: to write, to look at, to send to oneself, and all versions. */
export default function MailTemplate({ purpose, locale }: { purpose: string; locale: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: [...listKey, purpose, locale],
    queryFn: ({ signal }) => get<Template>(`/mail-templates/${purpose}/${locale}`, signal),
  });
  return (
    <>
      <PageTitle
        action={
          <nav aria-label={m.language()} className="flex flex-wrap gap-x-4">
            <Link
              href="/console/settings/mails"
              className="inline-flex min-h-6 items-center text-brand hover:underline"
            >
              {m.title()}
            </Link>
            {Object.entries(languages).map(([code, word]) => (
              <Link
                key={code}
                href={`/console/settings/mails/${purpose}/${code}`}
                aria-current={code === locale ? "page" : undefined}
                className="inline-flex min-h-6 items-center text-brand hover:underline aria-[current]:font-semibold aria-[current]:text-ink"
              >
                {word}
              </Link>
            ))}
          </nav>
        }
      >
        {purposeLabel(purpose)}
      </PageTitle>
      <Loaded of={{ data, error, refetch }} rows={10}>
        {(data) => <Desk key={`${purpose} ${locale}`} template={data} />}
      </Loaded>
    </>
  );
}

function Desk({ template }: { template: Template }) {
  const [words, setWords] = useState<Words>(template.versions[0]?.words ?? template.built_in);
  const [customer, setCustomer] = useState<Picked>();
  const preview = usePreview(template, words, customer);
  return (
    <div className="grid gap-4 lg:grid-cols-2 lg:items-start">
      <div className="min-w-0 space-y-4">
        <WordsForm
          template={template}
          words={words}
          faults={preview.data?.faults ?? []}
          customer={customer?.id}
          onChange={setWords}
        />
        <Versions template={template} onTake={setWords} />
      </div>
      <PreviewPane template={template} preview={preview} customer={customer} onCustomer={setCustomer} />
    </div>
  );
}
