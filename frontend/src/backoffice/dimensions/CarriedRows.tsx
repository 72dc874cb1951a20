import { X } from "lucide-react";
import type { components } from "../../shared/api/schema";
import { Button, IconButton } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { type Carried, nameOf } from "./data";
import * as m from "./messages";

type Settings = components["schemas"]["BackofficePostingSettings"];

/** Which dimensions a line of the voucher carries, each with one of its values or where it is taken from. */
export function CarriedRows({
  carries,
  data,
  onChange,
}: {
  carries: Carried[];
  data: Settings;
  onChange: (next: Carried[]) => void;
}) {
  const free = data.dimensions.filter((it) => !carries.some((other) => other.dimension === it.code));
  const edit = (at: number, change: Partial<Carried>) =>
    onChange(carries.map((it, place) => (place === at ? { ...it, ...change } : it)));
  return (
    <div className="mt-2 flex flex-wrap items-end gap-3">
      {carries.map((it, at) => {
        const dimension = data.dimensions.find((other) => other.code === it.dimension);
        const name = dimension ? nameOf(dimension) : it.dimension;
        return (
          <div key={it.dimension} className="flex items-end gap-1">
            <SelectField
              label={m.from({ dimension: name })}
              value={it.from === "value" ? `value:${it.value ?? ""}` : it.from}
              onChange={(event) => {
                const chosen = event.target.value;
                edit(
                  at,
                  chosen.startsWith("value:")
                    ? { from: "value", value: chosen.slice(6) }
                    : { from: chosen, value: undefined },
                );
              }}
            >
              <option value="value:">{m.choose()}</option>
              {dimension?.values
                .filter((value) => value.active || value.code === it.value)
                .map((value) => (
                  <option key={value.code} value={`value:${value.code}`}>
                    {value.code} {nameOf(value)}
                  </option>
                ))}
              {data.sources.map((source) => (
                <option key={source.key} value={source.key}>
                  {m.taken({ source: nameOf(source) })}
                </option>
              ))}
            </SelectField>
            <IconButton
              label={m.stop({ dimension: name })}
              onClick={() => onChange(carries.filter((_, place) => place !== at))}
            >
              <X className="size-4" aria-hidden="true" />
            </IconButton>
          </div>
        );
      })}
      {free.map((it) => (
        <Button
          key={it.code}
          look="quiet"
          onClick={() => onChange([...carries, { dimension: it.code, from: "value", value: "" }])}
        >
          + {nameOf(it)}
        </Button>
      ))}
      {data.dimensions.length === 0 && <span className="text-mute">{m.setUp()}</span>}
    </div>
  );
}

/** What a rule puts on its line, in words. */
export function carriedWords(carries: Carried[] | undefined, data: Settings): string {
  return (carries ?? [])
    .map((it) => {
      const dimension = data.dimensions.find((other) => other.code === it.dimension);
      const value = dimension?.values.find((other) => other.code === it.value);
      const source = data.sources.find((other) => other.key === it.from);
      const name = dimension ? nameOf(dimension) : it.dimension;
      if (it.from === "value") return `${name} ${value ? nameOf(value) : it.value}`;
      return `${name} ${source ? m.taken({ source: nameOf(source) }) : m.unknownSource()}`;
    })
    .join(" · ");
}
