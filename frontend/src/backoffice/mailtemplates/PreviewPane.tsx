import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { post } from "../../shared/api/client";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Failure, Notice, Skeleton } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { CustomerPicker, type Picked } from "../drafts/CustomerPicker";
import type { Preview, Template, Words } from "./data";
import * as m from "./messages";
import { Picture } from "./Picture";

/** The words as they would be mailed, a moment after the last key. */
export function usePreview(template: Template, words: Words, customer: Picked | undefined) {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), 350);
    return () => clearTimeout(timer);
  }, [words]);
  return useQuery({
    queryKey: ["mail-preview", template.purpose, template.locale, settled, customer?.id],
    queryFn: () =>
      post<Preview>(`/mail-templates/${template.purpose}/${template.locale}/preview`, {
        words: settled,
        customer_id: customer?.id,
      }),
    placeholderData: keepPreviousData,
  });
}

export function PreviewPane({
  template,
  preview,
  customer,
  onCustomer,
}: {
  template: Template;
  preview: ReturnType<typeof usePreview>;
  customer: Picked | undefined;
  onCustomer: (next: Picked | undefined) => void;
}) {
  const [params, change] = useParams();
  const form = params.get("form") === "text" ? "text" : "mail";
  const { data, error, refetch } = preview;
  const real = template.actions.real;
  return (
    <Card className="pb-4">
      <CardHeading>{m.preview()}</CardHeading>
      <div className="space-y-3 px-4">
        {real?.allowed ? (
          <fieldset>
            <legend className="sr-only">{m.tryOn()}</legend>
            <CustomerPicker picked={customer} onPick={onCustomer} />
          </fieldset>
        ) : (
          <p className="text-mute">{real?.why}</p>
        )}
        <FilterChips
          label={m.preview()}
          value={form}
          onChange={(next) => change({ form: next === "text" ? next : undefined })}
          choices={[
            { value: "mail", label: m.asMail() },
            { value: "text", label: m.asText() },
          ]}
        />
        {error && !data ? (
          <Failure error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton className="h-96" />
        ) : data.faults.length > 0 ? (
          <Notice tone="warn">{m.faulty()}</Notice>
        ) : (
          <>
            <p className="text-[0.8125rem] text-mute" aria-live="polite">
              {data.real ? m.real({ to: data.to }) : customer ? m.noneOfKind() : m.invented()}
            </p>
            <p className="break-words">
              <span className="text-mute">{m.subject()}</span> <strong className="font-semibold">{data.subject}</strong>
            </p>
            {form === "mail" ? (
              <Picture html={data.html} title={m.pictureOf({ subject: data.subject })} />
            ) : (
              <pre className="overflow-x-auto rounded-(--radius-control) border border-line bg-sunken p-3 font-mono text-[0.8125rem] break-words whitespace-pre-wrap">
                {data.text}
              </pre>
            )}
          </>
        )}
      </div>
    </Card>
  );
}
