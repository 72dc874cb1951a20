import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { components } from "../api/schema";
import { locale } from "../i18n/locale";
import * as m from "./messages";

export type Field = components["schemas"]["Field"];
export type Subject = Field["subject"];
/** What something says in its custom fields, by code. */
export type Values = Record<string, string>;

export const fieldsKey = ["fields"];

/** The fields in use of a subject that are shown there; none while they are being read. */
export function useFields(subject: Subject, place: string): Field[] {
  const { data } = useQuery({
    queryKey: fieldsKey,
    queryFn: ({ signal }) => get<{ items: Field[] }>("/fields", signal),
    staleTime: 60_000,
  });
  return data?.items.filter((it) => it.subject === subject && it.active && it.shown.includes(place)) ?? [];
}

export const labelOf = (it: { zh: string; en: string }) => (locale() === "en" ? it.en : it.zh);

/** What is needed of a field to read its values. */
type Worded = { kind: Field["kind"]; options: { code: string; zh: string; en: string }[] };

/** A value as it is read: the words of a choice, yes or no, else as it stands. */
export function showValue(field: Worded, value: string | null | undefined): string {
  if (!value) return "";
  if (field.kind === "yes_no") return value === "true" ? m.yes() : m.no();
  const option = field.kind === "choice" ? field.options.find((it) => it.code === value) : undefined;
  return option ? labelOf(option) : value;
}

/** What something says in its custom fields, named, also in those that are at rest by now. */
export function useFieldFacts(subject: Subject, values: Values | undefined): [label: string, value: string][] {
  const { data } = useQuery({
    queryKey: fieldsKey,
    queryFn: ({ signal }) => get<{ items: Field[] }>("/fields", signal),
    staleTime: 60_000,
    enabled: Object.keys(values ?? {}).length > 0,
  });
  return (data?.items ?? [])
    .filter((it) => it.subject === subject && values?.[it.code])
    .map((it) => [labelOf(it), showValue(it, values?.[it.code])]);
}

/** What a new form starts from. */
export const defaultsOf = (fields: Field[]): Values =>
  Object.fromEntries(fields.filter((it) => it.default !== "").map((it) => [it.code, it.default]));
