import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { SelectField, TextField } from "../../shared/ui/Field";
import { useParams } from "../../shared/useParams";
import * as m from "./messages";
import { useAccount } from "./useAccount";

export const rangeNames = ["currency", "from", "to", "due_from", "due_to", "min", "max"] as const;

/** The rarer filters behind one line, opened when one of them is on. */
export function Filters({ children, more = [] }: { children?: ReactNode; more?: string[] }) {
  const [params, change] = useParams();
  const on = [...rangeNames, ...more].filter((name) => params.get(name)).length;
  const { data } = useAccount("", "12");
  const value = (name: string) => params.get(name) ?? "";
  const field = (name: (typeof rangeNames)[number], label: string, type: "date" | "text") => (
    <TextField
      type={type}
      inputMode={type === "text" ? "decimal" : undefined}
      label={label}
      defaultValue={value(name)}
      key={`${name}${value(name)}`}
      onBlur={(event) =>
        event.target.value !== value(name) && change({ [name]: event.target.value.replaceAll(",", "") })
      }
      onChange={(event) => type === "date" && change({ [name]: event.target.value })}
    />
  );
  return (
    <details className="no-print group" open={on > 0 || undefined}>
      <summary className="inline-flex min-h-(--control) list-none items-center gap-1 font-medium text-brand [&::-webkit-details-marker]:hidden">
        {on > 0 ? m.filtersOn({ count: on }) : m.filters()}
        <ChevronDown className="size-4 group-open:rotate-180" aria-hidden="true" />
      </summary>
      <div className="mt-1 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <SelectField
          label={m.currency()}
          value={value("currency")}
          onChange={(event) => change({ currency: event.target.value })}
        >
          <option value="">{m.anyCurrency()}</option>
          {data?.currencies.map((it) => (
            <option key={it.currency}>{it.currency}</option>
          ))}
        </SelectField>
        {children ?? <span />}
        {field("from", m.from(), "date")}
        {field("to", m.to(), "date")}
        {field("due_from", m.dueFrom(), "date")}
        {field("due_to", m.dueTo(), "date")}
        {field("min", m.min(), "text")}
        {field("max", m.max(), "text")}
      </div>
    </details>
  );
}
