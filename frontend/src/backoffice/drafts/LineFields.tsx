import { X } from "lucide-react";
import type { Field } from "../../shared/fields/data";
import { FieldValues } from "../../shared/fields/FieldValues";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { IconButton } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import type { FormLine, NewLine } from "./data";
import * as m from "./messages";

/** One line to fill in, and beneath what the server makes of it. */
export function LineFields({
  line,
  no,
  computed,
  currency,
  fields,
  onChange,
  onRemove,
}: {
  line: FormLine;
  no: number;
  computed: NewLine | undefined;
  currency: string;
  fields: Field[];
  onChange: (change: Partial<FormLine>) => void;
  onRemove: (() => void) | undefined;
}) {
  const priced = line.quantity !== "" && line.unitPrice !== "";
  return (
    <fieldset className="border-b border-line px-4 py-3 last:border-0">
      <legend className="sr-only">{m.line({ n: no })}</legend>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_minmax(0,1.5fr)_minmax(0,2fr)_minmax(0,2fr)_minmax(0,1.2fr)_auto] md:items-end">
        <TextField
          label={m.lineDescription()}
          className="col-span-2 md:col-span-1"
          maxLength={500}
          value={line.description}
          onChange={(event) => onChange({ description: event.target.value })}
        />
        <SelectField
          label={m.lineKind()}
          value={line.kind}
          onChange={(event) => onChange({ kind: event.target.value })}
        >
          <option value="goods">{m.kindGoods()}</option>
          <option value="service">{m.kindService()}</option>
          <option value="freight">{m.kindFreight()}</option>
        </SelectField>
        <TextField
          label={shared.quantity()}
          inputMode="decimal"
          inputClass="num text-end"
          value={line.quantity}
          onChange={(event) => onChange({ quantity: event.target.value.trim() })}
        />
        <TextField
          label={shared.unitPrice()}
          inputMode="decimal"
          inputClass="num text-end"
          value={line.unitPrice}
          onChange={(event) => onChange({ unitPrice: event.target.value.trim() })}
        />
        <TextField
          label={m.lineNet()}
          title={m.netHint()}
          inputMode="decimal"
          inputClass="num text-end"
          disabled={priced}
          value={priced ? (computed?.net ?? "") : line.net}
          onChange={(event) => onChange({ net: event.target.value.trim() })}
        />
        <TextField
          label={m.taxRate()}
          inputMode="decimal"
          inputClass="num text-end"
          disabled={line.kind === "freight"}
          value={line.kind === "freight" ? "" : line.taxRate}
          onChange={(event) => onChange({ taxRate: event.target.value.trim() })}
        />
        {onRemove && (
          <IconButton label={m.removeLine({ n: no })} onClick={onRemove}>
            <X className="size-4" aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {fields.length > 0 && (
        <div className="mt-3 grid grid-cols-2 gap-3 md:grid-cols-4">
          <FieldValues fields={fields} values={line.fields} onChange={(next) => onChange({ fields: next })} />
        </div>
      )}
      {line.creditable && (
        <p className="num mt-1.5 text-end text-mute">
          {m.creditable({ amount: formatAmount(line.creditable, currency) })}
        </p>
      )}
      {computed?.gross && (
        <p className="num mt-1.5 text-end text-mute">
          {shared.tax()} {formatAmount(computed.tax ?? "0", currency)} · {shared.total()}{" "}
          <span className="font-medium text-ink">{formatAmount(computed.gross, currency)}</span>
        </p>
      )}
    </fieldset>
  );
}
