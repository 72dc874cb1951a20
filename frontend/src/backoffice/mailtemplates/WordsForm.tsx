import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { post } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { TextArea, TextField } from "../../shared/ui/Field";
import { Card } from "../../shared/ui/Layout";
import { WriteFailure } from "../../shared/ui/states";
import { toast } from "../../shared/ui/toast";
import { type Fault, listKey, type Place, type Template, type Words } from "./data";
import * as m from "./messages";

type Field = keyof Words;

/** The words, with the places that may be put in, and what may be done with them. */
export function WordsForm({
  template,
  words,
  faults,
  customer,
  onChange,
}: {
  template: Template;
  words: Words;
  faults: Fault[];
  customer: string | undefined;
  onChange: (next: Words) => void;
}) {
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const last = useRef<Field>("body");
  const [reason, setReason] = useState("");
  const base = `/mail-templates/${template.purpose}/${template.locale}`;
  const based = template.versions[0]?.version ?? 0;
  const isBuiltIn = template.versions[0]?.built_in ?? true;
  const save = useMutation({
    mutationFn: (builtIn: boolean) =>
      post<Template>(`${base}/versions`, { based, reason: reason.trim(), built_in: builtIn, words }),
    onSuccess: (next, builtIn) => {
      client.setQueryData([...listKey, template.purpose, template.locale], next);
      void client.invalidateQueries({ queryKey: listKey, exact: true });
      if (builtIn) onChange(next.built_in);
      setReason("");
      toast(builtIn ? m.restored() : m.saved());
    },
  });
  const test = useMutation({
    mutationFn: () => post<{ address: string }>(`${base}/test`, { words, customer_id: customer }),
    onSuccess: ({ address }) => toast(m.tested({ address })),
  });
  function put(field: Field, value: string) {
    onChange({ ...words, [field]: value });
  }
  // At the cursor of the field that was used last; a block makes a line of its own in the text.
  function insert(place: Place) {
    const field = place.block ? "body" : last.current;
    const element = form.current?.elements.namedItem(field) as HTMLInputElement | HTMLTextAreaElement | null;
    const at = element?.selectionStart ?? words[field].length;
    const text = nameOf(place, template.locale);
    const before = words[field].slice(0, at);
    const after = words[field].slice(element?.selectionEnd ?? at);
    const alone = place.block ? `${before === "" || before.endsWith("\n") ? "" : "\n"}${text}\n` : text;
    put(field, before + alone + after.replace(place.block ? /^\n/ : /^$/, ""));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(at + alone.length, at + alone.length);
    });
  }
  const said = (field: Field) =>
    faults
      .filter((it) => it.field === field)
      .map((it) => it.message)
      .join(" ") || undefined;
  const common = (field: Field) => ({
    name: field,
    value: words[field],
    error: said(field),
    onFocus: () => {
      last.current = field;
    },
    onChange: (event: { target: { value: string } }) => put(field, event.target.value),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate(false);
  }
  return (
    <Card>
      <form ref={form} onSubmit={submit} className="space-y-4 p-4">
        <TextField label={m.subject()} {...common("subject")} />
        <TextField label={m.heading()} {...common("heading")} />
        <TextArea label={m.body()} hint={m.bodyHint()} rows={14} {...common("body")} />
        {template.leads && <TextField label={m.button()} className="max-w-64" {...common("button")} />}
        <Places legend={m.insert()} places={template.places.filter((it) => !it.block)} {...{ template, insert }} />
        <Places legend={m.blocks()} places={template.places.filter((it) => it.block)} {...{ template, insert }} />
        <TextField
          label={m.reason()}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <WriteFailure error={save.error ?? test.error} />
        <div className="flex flex-wrap gap-2">
          <Button look="primary" type="submit" busy={save.isPending && !save.variables} disabled={faults.length > 0}>
            {m.save({ n: based + 1 })}
          </Button>
          <Button busy={test.isPending} disabled={faults.length > 0} onClick={() => test.mutate()}>
            {m.test()}
          </Button>
          {!isBuiltIn && (
            <Button
              look="quiet"
              busy={save.isPending && save.variables}
              onClick={() => form.current?.reportValidity() && save.mutate(true)}
            >
              {m.restore()}
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}

function nameOf(place: Place, locale: string): string {
  return `{${locale === "en" ? place.name : place.name_zh}}`;
}

function Places({
  legend,
  places,
  template,
  insert,
}: {
  legend: string;
  places: Place[];
  template: Template;
  insert: (place: Place) => void;
}) {
  if (places.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1 text-[0.8125rem] text-mute">{legend}</legend>
      <div className="flex flex-wrap gap-1.5">
        {places.map((it) => (
          <button
            key={it.name}
            type="button"
            onClick={() => insert(it)}
            className="min-h-7 rounded-(--radius-control) border border-line bg-surface px-2 font-mono text-[0.8125rem] hover:border-edge hover:bg-sunken"
          >
            {nameOf(it, template.locale)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
