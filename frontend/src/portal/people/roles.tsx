import { isEnglish } from "../../shared/i18n/locale";
import * as m from "./messages";

const words: Record<string, [() => string, () => string]> = {
  viewer: [m.viewer, m.viewerHint],
  confirmer: [m.confirmer, m.confirmerHint],
  payer: [m.payer, m.payerHint],
  signer: [m.signer, m.signerHint],
  customer_admin: [m.customerAdmin, m.customerAdminHint],
};

export const roleLabel = (role: string) => words[role]?.[0]() ?? role;

/** Roles as one text. */
export function roleList(roles: readonly string[] | undefined): string {
  if (!roles || roles.length === 0) return m.noRoles();
  return roles.map(roleLabel).join(isEnglish() ? ", " : "、");
}

/** A tick for each role, with what it lets a person do. */
export function RoleTicks({
  roles,
  onChange,
  error,
}: {
  roles: string[];
  onChange: (next: string[]) => void;
  error?: string;
}) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{m.roles()}</legend>
      <div className="grid gap-2">
        {Object.keys(words).map((role) => (
          <label
            key={role}
            className="flex min-h-(--control) items-center gap-3 rounded-(--radius-control) border border-line px-3 py-1.5 hover:bg-sunken"
          >
            <input
              type="checkbox"
              className="size-4 shrink-0"
              checked={roles.includes(role)}
              onChange={(event) =>
                onChange(event.target.checked ? [...roles, role] : roles.filter((other) => other !== role))
              }
            />
            <span className="min-w-0">
              {roleLabel(role)}
              <span className="block text-[0.8125rem] text-mute">{words[role]?.[1]()}</span>
            </span>
          </label>
        ))}
      </div>
      {error && <p className="mt-1 text-[0.8125rem] font-medium text-bad">{error}</p>}
    </fieldset>
  );
}
