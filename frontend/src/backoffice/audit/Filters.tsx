import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { Page, Staff } from "../../shared/api/types";
import { SelectField, TextField } from "../../shared/ui/Field";
import { SearchField } from "../../shared/ui/SearchField";
import * as m from "./messages";
import type { useLog } from "./useLog";
import { actionLabel, nounOf } from "./words";

/** Whose acts, which acts, when, and words in them. */
export function Filters({ log, within }: { log: ReturnType<typeof useLog>; within?: readonly string[] }) {
  const { filters, change } = log;
  const staff = useQuery({ queryKey: ["staff"], queryFn: ({ signal }) => get<Page<Staff>>("/staff", signal) });
  const all = (log.actions?.actions ?? []).filter(
    (it) => !within || within.includes(it) || within.includes(it.split(".")[0] ?? ""),
  );
  const families = [...new Set(all.map((it) => it.split(".")[0] ?? it))];
  return (
    <div className="mb-3 grid gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1.2fr_9rem_9rem_1.2fr] lg:items-end">
      <SelectField
        label={m.person()}
        value={filters.person}
        onChange={(event) => change({ person: event.target.value || undefined })}
      >
        <option value="">{m.anybody()}</option>
        {staff.data?.items.map((it) => (
          <option key={it.id} value={it.id}>
            {it.name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={m.action()}
        value={filters.action}
        onChange={(event) => change({ action: event.target.value || undefined })}
      >
        <option value="">{m.anything()}</option>
        {families.map((family) => (
          <optgroup key={family} label={nounOf(family)}>
            <option value={family}>{m.allOf({ noun: nounOf(family) })}</option>
            {all
              .filter((it) => it.startsWith(`${family}.`))
              .map((it) => (
                <option key={it} value={it}>
                  {actionLabel(it)}
                </option>
              ))}
          </optgroup>
        ))}
      </SelectField>
      <TextField
        label={m.from()}
        type="date"
        value={filters.from}
        onChange={(event) => change({ from: event.target.value || undefined })}
      />
      <TextField
        label={m.to()}
        type="date"
        value={filters.to}
        onChange={(event) => change({ to: event.target.value || undefined })}
      />
      <SearchField
        className="sm:col-span-2 lg:col-span-1"
        placeholder={m.search()}
        value={filters.q}
        onChange={(next) => change({ q: next })}
      />
    </div>
  );
}
