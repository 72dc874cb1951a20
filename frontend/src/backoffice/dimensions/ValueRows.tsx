import { X } from "lucide-react";
import { Button, IconButton } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Check } from "../settings/Check";
import type { Value } from "./data";
import * as m from "./messages";

/** The values of a dimension. Those that there were, the first of them, can be retired but not taken out. */
export function ValueRows({
  values,
  kept,
  fault,
  onChange,
}: {
  values: Value[];
  kept: number;
  fault: (name: string) => string | undefined;
  onChange: (next: Value[]) => void;
}) {
  const edit = (at: number, change: Partial<Value>) =>
    onChange(values.map((it, place) => (place === at ? { ...it, ...change } : it)));
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">{m.values()}</legend>
      {values.map((it, at) => {
        const n = at + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a value has no name of its own until its code is written
          <div key={at} className="grid grid-cols-[1fr_1fr_1fr_auto] items-end gap-2">
            <TextField
              label={m.valueCode({ n })}
              hideLabel
              placeholder={m.code()}
              required
              disabled={at < kept}
              maxLength={40}
              error={fault(`values[${at}].code`)}
              value={it.code}
              onChange={(event) => edit(at, { code: event.target.value })}
            />
            <TextField
              label={m.valueZh({ n })}
              hideLabel
              placeholder={m.nameZh()}
              required
              maxLength={60}
              error={fault(`values[${at}].zh`)}
              value={it.zh}
              onChange={(event) => edit(at, { zh: event.target.value })}
            />
            <TextField
              label={m.valueEn({ n })}
              hideLabel
              placeholder={m.nameEn()}
              maxLength={60}
              error={fault(`values[${at}].en`)}
              value={it.en}
              onChange={(event) => edit(at, { en: event.target.value })}
            />
            {at < kept ? (
              <Check label={m.retired()} checked={!it.active} onChange={(on) => edit(at, { active: !on })} />
            ) : (
              <IconButton label={m.takeOut({ n })} onClick={() => onChange(values.filter((_, place) => place !== at))}>
                <X className="size-4" aria-hidden="true" />
              </IconButton>
            )}
          </div>
        );
      })}
      {fault("values") && <p className="text-[0.8125rem] font-medium text-bad">{fault("values")}</p>}
      <div>
        <Button look="quiet" onClick={() => onChange([...values, { code: "", zh: "", en: "", active: true }])}>
          {m.addValue()}
        </Button>
      </div>
    </fieldset>
  );
}
