import type { components } from "../../shared/api/schema";
import type { Staff } from "../../shared/api/types";
import { SelectField } from "../../shared/ui/Field";
import { roleLabel as staffRoleLabel } from "../staff/words";
import * as d from "./messages";

export type Receiver = components["schemas"]["BackofficeReceiver"];

const roles = ["sales", "ar_accountant", "finance_supervisor"] as const;

/** Who gets a dispute: the salesperson, a role, a person, or nobody. */
export function ReceiverField({
  label,
  value,
  staff,
  nobody = false,
  className,
  onChange,
}: {
  label: string;
  value: Receiver;
  staff: Staff[];
  nobody?: boolean;
  className?: string;
  onChange: (next: Receiver) => void;
}) {
  const now =
    value.to === "role" ? `role:${value.role}` : value.to === "person" ? `person:${value.staff_id}` : value.to;
  function pick(text: string) {
    const [to, what] = text.split(":");
    if (to === "role") onChange({ to, role: what as Receiver["role"] });
    else if (to === "person") onChange({ to, staff_id: what });
    else onChange(to === "salesperson" ? { to } : {});
  }
  return (
    <SelectField label={label} className={className} value={now ?? ""} onChange={(event) => pick(event.target.value)}>
      {nobody && <option value="">{d.nobody()}</option>}
      {!nobody && <option value="salesperson">{d.salesperson()}</option>}
      {roles.map((role) => (
        <option key={role} value={`role:${role}`}>
          {d.anyOf({ role: staffRoleLabel(role) })}
        </option>
      ))}
      {staff.map((it) => (
        <option key={it.id} value={`person:${it.id}`}>
          {it.name}
        </option>
      ))}
    </SelectField>
  );
}
