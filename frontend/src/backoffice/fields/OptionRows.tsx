import { X } from "lucide-react";
import { Button, IconButton } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Check } from "../settings/Check";
import type { Option } from "./data";
import * as m from "./messages";

/** The choices of a field. Those that there were, the first of them, can be retired but not taken out. */
export function OptionRows({
  options,
  kept,
  fault,
  onChange,
}: {
  options: Option[];
  kept: number;
  fault: (name: string) => string | undefined;
  onChange: (next: Option[]) => void;
}) {
  const edit = (at: number, change: Partial<Option>) =>
    onChange(options.map((it, place) => (place === at ? { ...it, ...change } : it)));
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">{m.options()}</legend>
      {options.map((it, at) => {
        const n = at + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a choice has no name of its own until its code is written
          <div key={at} className="grid grid-cols-[1fr_1fr_1fr_auto] items-end gap-2">
            <TextField
              label={m.optionCode({ n })}
              hideLabel
              placeholder={m.code()}
              required
              disabled={at < kept}
              maxLength={40}
              error={fault(`options[${at}].code`)}
              value={it.code}
              onChange={(event) => edit(at, { code: event.target.value.trim() })}
            />
            <TextField
              label={m.optionZh({ n })}
              hideLabel
              placeholder={m.nameZh()}
              required
              maxLength={60}
              error={fault(`options[${at}].zh`)}
              value={it.zh}
              onChange={(event) => edit(at, { zh: event.target.value })}
            />
            <TextField
              label={m.optionEn({ n })}
              hideLabel
              placeholder={m.nameEn()}
              maxLength={60}
              error={fault(`options[${at}].en`)}
              value={it.en}
              onChange={(event) => edit(at, { en: event.target.value })}
            />
            {at < kept ? (
              <Check label={m.retired()} checked={it.retired} onChange={(retired) => edit(at, { retired })} />
            ) : (
              <IconButton
                label={`${m.options()} ${n} ×`}
                onClick={() => onChange(options.filter((_, place) => place !== at))}
              >
                <X className="size-4" aria-hidden="true" />
              </IconButton>
            )}
          </div>
        );
      })}
      {fault("options") && <p className="text-[0.8125rem] font-medium text-bad">{fault("options")}</p>}
      <div>
        <Button look="quiet" onClick={() => onChange([...options, { code: "", zh: "", en: "", retired: false }])}>
          {m.addOption()}
        </Button>
      </div>
    </fieldset>
  );
}
