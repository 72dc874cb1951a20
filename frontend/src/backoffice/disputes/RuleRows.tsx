import { ArrowUp, Plus, X } from "lucide-react";
import type { Staff } from "../../shared/api/types";
import { categoryLabel, disputeCategories } from "../../shared/labels";
import { Button, IconButton } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import * as d from "./messages";
import type { Policy } from "./PolicyForm";
import { type Receiver, ReceiverField } from "./ReceiverField";

type Rule = Policy["rules"][number];

/** The rules in their order; the first that fits decides. */
export function RuleRows({
  rules,
  currency,
  staff,
  onChange,
}: {
  rules: Rule[];
  currency: string;
  staff: Staff[];
  onChange: (next: Rule[]) => void;
}) {
  const edit = (at: number, next: Partial<Rule>) =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...next } : rule)));
  const up = (at: number) =>
    onChange(rules.map((rule, index) => (index === at - 1 ? rules[at] : index === at ? rules[at - 1] : rule) ?? rule));
  return (
    <>
      <ol className="space-y-3">
        {rules.map((rule, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place
            key={at}
            className="grid items-end gap-2 rounded-md border border-line p-3 sm:grid-cols-[repeat(4,minmax(0,1fr))_minmax(0,1.4fr)_auto]"
          >
            <SelectField
              label={d.ruleCategory()}
              value={rule.category ?? ""}
              onChange={(event) => edit(at, { category: (event.target.value || undefined) as Rule["category"] })}
            >
              <option value="">{d.anyCategory()}</option>
              {disputeCategories.map((it) => (
                <option key={it} value={it}>
                  {categoryLabel(it)}
                </option>
              ))}
            </SelectField>
            <TextField
              label={d.productLine()}
              maxLength={60}
              value={rule.product_line ?? ""}
              onChange={(event) => edit(at, { product_line: event.target.value })}
            />
            <TextField
              label={d.region()}
              maxLength={60}
              value={rule.region ?? ""}
              onChange={(event) => edit(at, { region: event.target.value })}
            />
            <TextField
              label={d.minAmount({ currency })}
              inputMode="decimal"
              inputClass="num"
              value={rule.min_amount ?? ""}
              onChange={(event) => edit(at, { min_amount: event.target.value })}
            />
            <ReceiverField
              label={d.receiver()}
              staff={staff}
              value={rule as Receiver}
              onChange={({ to, role, staff_id }) => edit(at, { to, role, staff_id })}
            />
            <span className="flex">
              <IconButton label={d.moveUp({ n: at + 1 })} disabled={at === 0} onClick={() => up(at)}>
                <ArrowUp className="size-4" aria-hidden="true" />
              </IconButton>
              <IconButton
                label={d.removeRule({ n: at + 1 })}
                onClick={() => onChange(rules.filter((_, index) => index !== at))}
              >
                <X className="size-4" aria-hidden="true" />
              </IconButton>
            </span>
          </li>
        ))}
      </ol>
      <Button onClick={() => onChange([...rules, { to: "salesperson" }])}>
        <Plus className="size-4" aria-hidden="true" />
        {d.addRule()}
      </Button>
    </>
  );
}
