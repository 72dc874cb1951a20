import { SelectField, TextField } from "../../shared/ui/Field";
import * as m from "./messages";
import { cycleLabel, families } from "./words";

const beginnings: Record<string, string> = { day: "day:25", weeks: "weeks:2:", dates: "dates:" };

/** Chooses how often a customer gets a statement; the parts of a cycle are written beside its kind. */
export function CycleField({
  value,
  error,
  onChange,
}: {
  value: string;
  error?: string;
  onChange: (next: string) => void;
}) {
  const [family = "", first = "", second = ""] = value.split(":");
  return (
    <div className="space-y-3">
      <SelectField
        label={m.label()}
        value={family}
        error={family in beginnings ? undefined : error}
        onChange={(event) => onChange(beginnings[event.target.value] ?? event.target.value)}
      >
        {[...families, "none"].map((it) => (
          <option key={it} value={it}>
            {cycleLabel(it)}
          </option>
        ))}
      </SelectField>
      {family === "day" && (
        <TextField
          label={m.dayList()}
          inputMode="numeric"
          error={error}
          value={first}
          onChange={(event) => onChange(`day:${tidy(event.target.value)}`)}
        />
      )}
      {family === "weeks" && (
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={m.weekCount()}
            type="number"
            min={1}
            max={12}
            value={first}
            onChange={(event) => onChange(`weeks:${event.target.value}:${second}`)}
          />
          <TextField
            label={m.weekAnchor()}
            type="date"
            error={error}
            value={second}
            onChange={(event) => onChange(`weeks:${first}:${event.target.value}`)}
          />
        </div>
      )}
      {family === "dates" && (
        <TextField
          label={m.dateList()}
          error={error}
          value={first}
          onChange={(event) => onChange(`dates:${tidy(event.target.value)}`)}
        />
      )}
    </div>
  );
}

function tidy(list: string): string {
  return list.replace(/[，、\s]+/g, ",");
}
