import { useState } from "react";
import { type Field, labelOf, type Subject, useFields } from "../../shared/fields/data";
import { FieldValues } from "../../shared/fields/FieldValues";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { Check } from "../settings/Check";
import * as m from "./messages";

/** The fields that a list has columns for, as the reader has chosen them; the choice stays on this device. */
export function useColumns(subject: Subject) {
  const fields = useFields(subject, "list");
  const key = `hefu.columns.${subject}`;
  const [hidden, setHidden] = useState<string[]>(() => {
    const kept = localStorage.getItem(key);
    return kept ? kept.split(",") : [];
  });
  const show = (code: string, on: boolean) => {
    const next = on ? hidden.filter((it) => it !== code) : [...hidden, code];
    localStorage.setItem(key, next.join(","));
    setHidden(next);
  };
  return { fields, columns: fields.filter((it) => !hidden.includes(it.code)), hidden, show };
}

/** Narrows a list by one field, kept in the address as code:value, and chooses its columns. */
export function ListTools({
  fields,
  hidden,
  show,
  match,
  onMatch,
}: {
  fields: Field[];
  hidden: string[];
  show: (code: string, on: boolean) => void;
  match: string;
  onMatch: (match: string | undefined) => void;
}) {
  const at = match.indexOf(":");
  const [chosen, setChosen] = useState(at < 0 ? "" : match.slice(0, at));
  const [text, setText] = useState(at < 0 ? "" : match.slice(at + 1));
  const field = fields.find((it) => it.code === chosen);
  if (fields.length === 0) return null;
  const set = (value: string) => {
    setText(value);
    if (field?.kind !== "text" && field?.kind !== "number") onMatch(value ? `${chosen}:${value}` : undefined);
  };
  return (
    <>
      <SelectField
        label={m.filter()}
        hideLabel
        value={chosen}
        onChange={(event) => {
          setChosen(event.target.value);
          setText("");
          onMatch(undefined);
        }}
      >
        <option value="">{m.anyField()}</option>
        {fields.map((it) => (
          <option key={it.code} value={it.code}>
            {labelOf(it)}
          </option>
        ))}
      </SelectField>
      {field && (field.kind === "text" || field.kind === "number") && (
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            onMatch(text ? `${chosen}:${text}` : undefined);
          }}
        >
          <TextField
            label={m.value()}
            hideLabel
            placeholder={m.value()}
            maxLength={500}
            value={text}
            onChange={(event) => set(event.target.value)}
          />
          <Button type="submit">{m.filter()}</Button>
        </form>
      )}
      {field && field.kind !== "text" && field.kind !== "number" && (
        <FieldValues
          hideLabel
          fields={[{ ...field, required: false }]}
          values={{ [chosen]: text }}
          onChange={(next) => set(next[chosen] ?? "")}
        />
      )}
      <details className="relative">
        <summary className="flex min-h-(--control) cursor-pointer items-center rounded-(--radius-control) border border-edge px-3">
          {m.columns()}
        </summary>
        <div className="absolute z-20 mt-1 min-w-48 rounded-(--radius-control) border border-line bg-surface p-2 shadow-lg">
          {fields.map((it) => (
            <Check
              key={it.code}
              label={labelOf(it)}
              checked={!hidden.includes(it.code)}
              onChange={(on) => show(it.code, on)}
            />
          ))}
        </div>
      </details>
    </>
  );
}
