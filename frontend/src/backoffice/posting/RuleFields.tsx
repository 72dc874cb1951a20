import { X } from "lucide-react";
import { kindLabel } from "../../shared/labels";
import { IconButton } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { CarriedRows } from "../dimensions/CarriedRows";
import * as dimensionWords from "../dimensions/messages";
import { kindOf } from "../drafts/data";
import { Check } from "../settings/Check";
import { dimensions, partWord, type RuleRow, type Settings, type TypeRow } from "./data";
import * as m from "./messages";

/** One rule to fill in. */
export function RuleFields({
  row,
  no,
  data,
  types,
  disabled,
  onChange,
  onRemove,
}: {
  row: RuleRow;
  no: number;
  data: Settings;
  types: TypeRow[];
  disabled: boolean;
  onChange: (change: Partial<RuleRow>) => void;
  onRemove: () => void;
}) {
  const known = data.accounts.find((it) => it.code === row.account);
  return (
    <fieldset disabled={disabled} className="border-t border-line px-4 py-3">
      <legend className="sr-only">{no}</legend>
      <div className="grid grid-cols-2 items-end gap-3 md:grid-cols-[1fr_1fr_1fr_1fr_1.4fr_auto]">
        <SelectField
          label={m.kind()}
          value={row.kind}
          onChange={(event) => {
            const kind = event.target.value as RuleRow["kind"];
            onChange({ kind, part: (data.parts[kind]?.[0] ?? "revenue") as RuleRow["part"] });
          }}
        >
          {Object.keys(data.parts).map((it) => (
            <option key={it} value={it}>
              {kindLabel(kindOf(it))}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={m.itemType()}
          value={row.item_type}
          onChange={(event) => onChange({ item_type: event.target.value })}
        >
          <option value="">{m.everyType()}</option>
          {types
            .filter((it) => it.code)
            .map((it) => (
              <option key={it.key} value={it.code}>
                {it.name || it.code}
              </option>
            ))}
        </SelectField>
        <SelectField
          label={m.part()}
          value={row.part}
          onChange={(event) => onChange({ part: event.target.value as RuleRow["part"] })}
        >
          {(data.parts[row.kind] ?? []).map((it) => (
            <option key={it} value={it}>
              {partWord(it)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={m.account()}
          required
          maxLength={20}
          inputClass="num"
          value={row.account}
          onChange={(event) => onChange({ account: event.target.value.trim() })}
        />
        <TextField
          label={m.name()}
          maxLength={120}
          disabled={disabled || known !== undefined}
          value={known ? known.name : row.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <IconButton label={m.remove({ n: no })} onClick={onRemove}>
          <X className="size-4" aria-hidden="true" />
        </IconButton>
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-x-4">
        <span className="text-mute">{m.dimensions()}</span>
        {dimensions.map(([value, label]) => (
          <Check
            key={value}
            label={label()}
            disabled={disabled}
            checked={row.dimensions.includes(value)}
            onChange={(on) =>
              onChange({ dimensions: on ? [...row.dimensions, value] : row.dimensions.filter((it) => it !== value) })
            }
          />
        ))}
      </div>
      <div className="mt-2 flex flex-wrap items-baseline gap-x-4">
        <span className="text-mute">{dimensionWords.carries()}</span>
        <CarriedRows carries={row.carries ?? []} data={data} onChange={(carries) => onChange({ carries })} />
      </div>
    </fieldset>
  );
}
