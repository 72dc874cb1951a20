import { X } from "lucide-react";
import { kindLabel } from "../../shared/labels";
import { Button, IconButton } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { kindOf } from "../drafts/data";
import { emptyRow, type RuleRow, ruleKinds } from "./data";
import * as m from "./messages";
import { levelRoles, roleWord } from "./words";

const levels = [0, 1, 2];

/** The rules to fill in: kind, amount, and a role for each level. */
export function RuleRows({
  rows,
  base,
  disabled,
  onChange,
}: {
  rows: RuleRow[];
  base: string;
  disabled: boolean;
  onChange: (rows: RuleRow[]) => void;
}) {
  const edit = (key: number, change: Partial<RuleRow>) =>
    onChange(rows.map((it) => (it.key === key ? { ...it, ...change } : it)));
  return (
    <>
      {rows.length === 0 && <p className="px-4 py-2">{m.noRules()}</p>}
      {rows.map((row, at) => (
        <fieldset key={row.key} disabled={disabled} className="border-t border-line px-4 py-3">
          <legend className="sr-only">{at + 1}</legend>
          <div className="grid grid-cols-2 gap-3 md:grid-cols-[1.2fr_1.2fr_1fr_1fr_1fr_auto] md:items-end">
            <SelectField
              label={m.kind()}
              value={row.kind}
              onChange={(event) => edit(row.key, { kind: event.target.value as RuleRow["kind"] })}
            >
              {ruleKinds.map((it) => (
                <option key={it} value={it}>
                  {kindLabel(kindOf(it))}
                </option>
              ))}
            </SelectField>
            <TextField
              label={`${m.above()} ${base}`}
              inputMode="decimal"
              inputClass="num text-end"
              value={row.above}
              onChange={(event) => edit(row.key, { above: event.target.value.trim() })}
            />
            {levels.map((level) => (
              <SelectField
                key={level}
                label={m.level({ n: level + 1 })}
                disabled={disabled || (level > 0 && !row.roles[level - 1])}
                value={row.roles[level] ?? ""}
                onChange={(event) => {
                  const roles = row.roles.slice(0, level);
                  if (event.target.value) roles.push(event.target.value, ...row.roles.slice(level + 1));
                  edit(row.key, { roles });
                }}
              >
                <option value="">{m.noLevel()}</option>
                {levelRoles.map((it) => (
                  <option key={it} value={it}>
                    {roleWord(it)}
                  </option>
                ))}
              </SelectField>
            ))}
            <IconButton
              label={m.removeRule({ n: at + 1 })}
              disabled={disabled}
              onClick={() => onChange(rows.filter((it) => it.key !== row.key))}
            >
              <X className="size-4" aria-hidden="true" />
            </IconButton>
          </div>
        </fieldset>
      ))}
      <div className="border-t border-line p-2">
        <Button look="quiet" disabled={disabled} onClick={() => onChange([...rows, emptyRow()])}>
          {m.addRule()}
        </Button>
      </div>
    </>
  );
}
