import { useQuery } from "@tanstack/react-query";
import { get } from "../../shared/api/client";
import { isEnglish } from "../../shared/i18n/locale";
import { SelectField } from "../../shared/ui/Field";
import { type Settings, settingsKey } from "../posting/data";
import * as m from "./messages";

/** Which sort of money it is (款项类型); nothing where the posting rules know none. */
export function ItemTypeField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { data } = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => get<Settings>("/posting-rules", signal),
  });
  const types = data?.versions[0]?.item_types ?? [];
  if (types.length === 0) return null;
  return (
    <SelectField label={m.itemType()} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{m.itemTypeUsual()}</option>
      {types.map((it) => (
        <option key={it.code} value={it.code}>
          {(isEnglish() && it.name_en) || it.name}
        </option>
      ))}
    </SelectField>
  );
}
