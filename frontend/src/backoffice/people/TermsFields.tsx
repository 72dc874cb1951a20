import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import * as m from "./messages";
import { allParts, rest, type Terms, type TermsPart, together, typed } from "./terms";

type Rule = Terms["rule"];
type Basis = NonNullable<Terms["basis"]>;

const bases: Record<Basis, () => string> = {
  invoice: m.basisInvoice,
  shipment: m.basisShipment,
  order: m.basisOrder,
  revenue: m.basisRevenue,
  given: m.basisGiven,
};
const MOST = 59;

/** The terms after another rule is chosen: what both have is kept. */
function under(rule: Rule, now: Terms): Terms {
  const { basis = "invoice", arrangement } = now;
  switch (rule) {
    case "instalments":
      return {
        rule,
        basis,
        arrangement,
        parts: now.parts ?? [
          { percent: "30", days: 0 },
          { percent: "70", days: now.days ?? 30 },
        ],
      };
    case "net_days":
    case "end_of_month":
      return { rule, basis, arrangement, days: now.days ?? 30 };
  }
  return { rule };
}

interface Editing {
  value: Terms;
  fault: (name: string) => string | undefined;
  onChange: (next: Terms) => void;
}

/** When what a customer owes falls due: all at once after some days, or in parts of which one may be retained. */
export function TermsFields({ value, known, fault, onChange }: Editing & { known: boolean }) {
  const counted = value.rule === "net_days" || value.rule === "end_of_month";
  const parted = value.rule === "instalments";
  return (
    <div className="grid gap-3">
      <SelectField
        label={m.terms()}
        value={value.rule}
        error={fault("terms")}
        onChange={(event) => onChange(under(event.target.value as Rule, value))}
      >
        {known && <option value="keep">{m.termsKeep()}</option>}
        <option value="none">{m.termsNone()}</option>
        <option value="net_days">{m.termsNet()}</option>
        <option value="end_of_month">{m.termsEom()}</option>
        <option value="instalments">{m.termsParts()}</option>
      </SelectField>
      {parted && <Parts value={value} fault={fault} onChange={onChange} />}
      {(counted || parted) && (
        <div className="grid grid-cols-2 gap-3">
          {counted && (
            <TextField
              label={m.days()}
              type="number"
              min={0}
              max={3650}
              value={value.days ?? 0}
              onChange={(event) => onChange({ ...value, days: Number(event.target.value) })}
            />
          )}
          <SelectField
            label={m.basis()}
            value={value.basis ?? "invoice"}
            onChange={(event) => onChange({ ...value, basis: event.target.value as Basis })}
          >
            {Object.entries(bases).map(([key, word]) => (
              <option key={key} value={key}>
                {word()}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={m.arrangement()}
            value={value.arrangement ?? ""}
            onChange={(event) =>
              onChange({ ...value, arrangement: event.target.value as NonNullable<Terms["arrangement"]> })
            }
          >
            <option value="">{m.arrangementUsual()}</option>
            <option value="letter_of_credit">{m.arrangementLC()}</option>
            <option value="deferred">{m.arrangementDeferred()}</option>
          </SelectField>
        </div>
      )}
      {parted && <Schedule terms={value} />}
    </div>
  );
}

function Parts({ value, fault, onChange }: Editing) {
  const parts = value.parts ?? [];
  const put = (at: number, next: TermsPart) =>
    onChange({ ...value, parts: parts.map((it, i) => (i === at ? next : it)) });
  const sum = fault("terms.parts");
  return (
    <div className="grid gap-3">
      {parts.map((it, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        <fieldset key={at} className="min-w-0">
          <legend className="mb-1 flex w-full items-center justify-between gap-2 font-medium">
            {m.part({ number: at + 1 })}
            {parts.length > 1 && (
              <Button
                look="quiet"
                aria-label={m.removePart({ number: at + 1 })}
                onClick={() => onChange({ ...value, parts: parts.filter((_, i) => i !== at) })}
              >
                ×
              </Button>
            )}
          </legend>
          <PartFields
            part={it}
            percent={m.percentOf()}
            days={m.daysAfter()}
            error={(name) => fault(`terms.parts[${at}].${name}`)}
            onChange={(next) => put(at, next)}
          />
        </fieldset>
      ))}
      {sum && <p className="font-medium text-[0.8125rem] text-bad">{sum}</p>}
      {parts.length < MOST && (
        <div>
          <Button
            onClick={() =>
              onChange({
                ...value,
                parts: [...parts, { percent: rest(allParts(value)), days: (parts.at(-1)?.days ?? 0) + 30 }],
              })
            }
          >
            {m.addPart()}
          </Button>
        </div>
      )}
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          className="mt-1 size-4 shrink-0"
          checked={Boolean(value.retention)}
          onChange={(event) =>
            onChange({ ...value, retention: event.target.checked ? { percent: rest(parts), days: 365 } : undefined })
          }
        />
        {m.retained()}
      </label>
      {value.retention && (
        <PartFields
          part={value.retention}
          percent={m.retainedPercent()}
          days={m.retainedDays()}
          error={(name) => fault(`terms.retention.${name}`)}
          onChange={(next) => onChange({ ...value, retention: next })}
        />
      )}
    </div>
  );
}

function PartFields({
  part,
  percent,
  days,
  error,
  onChange,
}: {
  part: TermsPart;
  percent: string;
  days: string;
  error: (name: string) => string | undefined;
  onChange: (next: TermsPart) => void;
}) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label={percent}
        inputMode="decimal"
        required
        maxLength={20}
        value={part.percent}
        error={error("percent")}
        onChange={(event) => onChange({ ...part, percent: typed(event.target.value) })}
      />
      <TextField
        label={days}
        type="number"
        min={0}
        max={3650}
        value={part.days}
        error={error("days")}
        onChange={(event) => onChange({ ...part, days: Number(event.target.value) })}
      />
    </div>
  );
}

/** What the terms mean, in words, while they are still being written. */
function Schedule({ terms }: { terms: Terms }) {
  const basis = bases[terms.basis ?? "invoice"]().toLowerCase(); // inside a sentence
  const { percent, whole } = together(allParts(terms));
  const line = (it: TermsPart) =>
    it.days === 0
      ? m.scheduleAtOnce({ percent: it.percent || "–", basis })
      : m.scheduleLine({ percent: it.percent || "–", days: it.days, basis });
  return (
    <section className="rounded-md border border-line p-3" aria-label={m.schedule()}>
      <h3 className="mb-1 font-medium">{m.schedule()}</h3>
      <ol className="list-inside list-decimal">
        {(terms.parts ?? []).map((it, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          <li key={at}>{line(it)}</li>
        ))}
        {terms.retention && (
          <li>{m.scheduleKept({ percent: terms.retention.percent || "–", days: terms.retention.days, basis })}</li>
        )}
      </ol>
      <p role="status" className={whole ? "mt-1 text-mute" : "mt-1 font-medium text-bad"}>
        {whole ? m.scheduleSum({ percent }) : m.scheduleShort({ percent })}
      </p>
    </section>
  );
}
