import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import { isEnglish } from "../../shared/i18n/locale";
import { SelectField } from "../../shared/ui/Field";
import * as m from "../reports/messages";

/** Narrows a list to the companies of one group; nothing where no group is declared. */
export function GroupField({ value, onChange }: { value: string; onChange: (next: string | undefined) => void }) {
  const { data } = useQuery({
    queryKey: ["report-choices"],
    queryFn: ({ signal }) => get<components["schemas"]["BackofficeReportChoices"]>("/report-choices", signal),
    staleTime: 300_000,
  });
  if (!data || data.groups.length === 0) return null;
  return (
    <SelectField label={m.group()} value={value} onChange={(event) => onChange(event.target.value || undefined)}>
      <option value="">{m.everyGroup()}</option>
      {data.groups.map((it) => (
        <option key={it.id} value={it.id}>
          {isEnglish() ? it.en : it.zh}
        </option>
      ))}
    </SelectField>
  );
}
