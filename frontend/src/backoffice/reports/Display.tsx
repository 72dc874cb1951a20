import { ArrowDown, ArrowUp } from "lucide-react";
import { isEnglish } from "../../shared/i18n/locale";
import { useSession } from "../../shared/session";
import { Button, IconButton } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { Modal } from "../../shared/ui/Modal";
import type { Asked } from "./ask";
import type { Table } from "./kinds";
import * as m from "./messages";

type Column = Table["columns"][number];

const title = (column: Column) => (isEnglish() ? column.en : column.zh);

/** How a report is shown. Every choice acts at once, stands in the address, and holds for the files too. */
export function Display({
  table,
  asked,
  change,
  onClose,
}: {
  table: Table;
  asked: Asked;
  change: (change: Record<string, string | undefined>, push?: boolean) => void;
  onClose: () => void;
}) {
  const { organization } = useSession();
  const choices = table.choices.filter((it) => it.type !== "id");
  const usual = choices.filter((it) => !table.extras.includes(it.key)).map((it) => it.key);
  const shown = asked.columns ? asked.columns.split(",") : usual;
  const rest = choices.filter((it) => !shown.includes(it.key));
  const set = (columns: string[]) =>
    change({ columns: columns.length === 0 || columns.join() === usual.join() ? undefined : columns.join() });
  const move = (at: number, by: number) => {
    const next = [...shown];
    const [key] = next.splice(at, 1);
    if (key) next.splice(at + by, 0, key);
    set(next);
  };
  return (
    <Modal title={m.display()} placement="drawer" onClose={onClose}>
      <div className="space-y-4">
        <SelectField
          label={m.subtotal()}
          value={asked.subtotal ?? ""}
          onChange={(event) => change({ subtotal: event.target.value || undefined })}
        >
          <option value="">{m.noSubtotal()}</option>
          {choices
            .filter((it) => ["text", "kind", "date"].includes(it.type))
            .map((it) => (
              <option key={it.key} value={it.key}>
                {it.type === "date" ? m.subtotalMonth({ name: title(it) }) : m.subtotalBy({ name: title(it) })}
              </option>
            ))}
        </SelectField>
        <fieldset className="space-y-1">
          <Toggle
            label={m.showTotals()}
            on={asked.totals !== "without"}
            onChange={(on) => change({ totals: on ? undefined : "without" })}
          />
          <Toggle
            label={m.hideZero()}
            on={asked.zero === "hide"}
            onChange={(on) => change({ zero: on ? "hide" : undefined })}
          />
          {table.can_idle && (
            <Toggle
              label={m.hideIdle()}
              on={asked.idle === "hide"}
              onChange={(on) => change({ idle: on ? "hide" : undefined })}
            />
          )}
          <Toggle
            label={m.inBase({ currency: organization.base_currency })}
            on={asked.amounts === "base"}
            onChange={(on) => change({ amounts: on ? "base" : undefined, currency: undefined })}
          />
        </fieldset>
        <fieldset>
          <legend className="mb-1 font-medium">{m.columns()}</legend>
          <p className="mb-2 text-mute">{m.columnsHint()}</p>
          <ul>
            {shown.map((key, at) => {
              const column = choices.find((it) => it.key === key);
              if (!column) return null;
              return (
                <li key={key} className="flex items-center gap-1">
                  <Toggle
                    label={title(column)}
                    on
                    disabled={key === "currency" || shown.length === 1}
                    onChange={() => set(shown.filter((it) => it !== key))}
                  />
                  <IconButton label={m.up({ name: title(column) })} disabled={at === 0} onClick={() => move(at, -1)}>
                    <ArrowUp aria-hidden="true" className="size-4" />
                  </IconButton>
                  <IconButton
                    label={m.down({ name: title(column) })}
                    disabled={at === shown.length - 1}
                    onClick={() => move(at, 1)}
                  >
                    <ArrowDown aria-hidden="true" className="size-4" />
                  </IconButton>
                </li>
              );
            })}
            {rest.map((column) => (
              <li key={column.key}>
                <Toggle label={title(column)} on={false} onChange={() => set([...shown, column.key])} />
              </li>
            ))}
          </ul>
          {asked.columns && (
            <Button look="quiet" onClick={() => change({ columns: undefined })}>
              {m.resetColumns()}
            </Button>
          )}
        </fieldset>
      </div>
    </Modal>
  );
}

function Toggle({
  label,
  on,
  disabled,
  onChange,
}: {
  label: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label className="flex min-h-(--control) flex-1 items-center gap-2">
      <input
        type="checkbox"
        className="size-4"
        checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
