import { SelectField, TextField } from "../ui/Field";
import { type Field, labelOf, type Values } from "./data";
import * as m from "./messages";

type Asked = Pick<Field, "code" | "kind" | "zh" | "en" | "required" | "options">;

/** The custom fields of a form, each by its kind. Faults are named fields.<code>. */
export function FieldValues({
  fields,
  values,
  fault,
  hideLabel,
  onChange,
}: {
  fields: Asked[];
  hideLabel?: boolean;
  values: Values;
  fault?: (name: string) => string | undefined;
  onChange: (next: Values) => void;
}) {
  return fields.map((it) => (
    <FieldInput
      key={it.code}
      field={it}
      hideLabel={hideLabel}
      value={values[it.code] ?? ""}
      error={fault?.(`fields.${it.code}`)}
      onChange={(next) => onChange({ ...values, [it.code]: next })}
    />
  ));
}

function FieldInput({
  field,
  value,
  error,
  hideLabel,
  onChange,
}: {
  field: Asked;
  hideLabel: boolean | undefined;
  value: string;
  error: string | undefined;
  onChange: (next: string) => void;
}) {
  const label = labelOf(field);
  const { required } = field;
  if (field.kind === "choice" || field.kind === "yes_no") {
    const options =
      field.kind === "choice"
        ? field.options.filter((it) => !it.retired || it.code === value).map((it) => [it.code, labelOf(it)])
        : [
            ["true", m.yes()],
            ["false", m.no()],
          ];
    return (
      <SelectField {...{ label, error, required, value, hideLabel }} onChange={(event) => onChange(event.target.value)}>
        <option value="">{m.choose()}</option>
        {options.map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <TextField
      {...{ label, error, required, value, hideLabel }}
      type={field.kind === "date" ? "date" : "text"}
      inputMode={field.kind === "number" ? "decimal" : undefined}
      inputClass={field.kind === "number" ? "num text-end" : undefined}
      maxLength={500}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
