import type { Role } from "./data";
import * as m from "./messages";
import { roleLabel } from "./words";

/** Which roles somebody is to hold. */
export function RoleBoxes({
  all,
  value,
  disabled = false,
  onChange,
}: {
  all: readonly Role[];
  value: readonly Role[];
  disabled?: boolean;
  onChange: (next: Role[]) => void;
}) {
  return (
    <fieldset disabled={disabled}>
      <legend className="mb-1 font-medium">{m.roles()}</legend>
      <div className="grid gap-1 sm:grid-cols-2">
        {all.map((role) => (
          <label key={role} className="flex min-h-(--control) items-center gap-2">
            <input
              type="checkbox"
              className="size-4"
              checked={value.includes(role)}
              onChange={(event) =>
                onChange(event.target.checked ? [...value, role] : value.filter((it) => it !== role))
              }
            />
            {roleLabel(role)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
