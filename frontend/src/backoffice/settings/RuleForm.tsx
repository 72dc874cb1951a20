import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../shared/api/client";
import { SelectField } from "../../shared/ui/Field";
import { toast } from "../../shared/ui/toast";
import { Check } from "./Check";
import { type Inclusion, inclusionOf, type RuleVersion, type Settings, settingsKey } from "./data";
import * as m from "./messages";
import { SaveVersion } from "./SaveVersion";

/** What statements take in, to change it into the next version. */
export function RuleForm({ newest, change }: { newest: RuleVersion; change: { allowed: boolean; why?: string } }) {
  const client = useQueryClient();
  const [rule, setRule] = useState<Inclusion>(() => inclusionOf(newest));
  const [reason, setReason] = useState("");
  const edit = (next: Partial<Inclusion>) => setRule((before) => ({ ...before, ...next }));
  const save = useMutation({
    mutationFn: () =>
      post<Settings>("/statement-settings/rules", { based: newest.version, reason: reason.trim(), rule }),
    onSuccess: (next) => {
      client.setQueryData(settingsKey, next);
      toast(m.saved());
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={submit} className="space-y-3 p-4 pt-1">
      <SelectField
        label={m.linesBy()}
        className="max-w-72"
        value={rule.lines_by}
        onChange={(event) => edit({ lines_by: event.target.value as Inclusion["lines_by"] })}
      >
        <option value="posting_date">{m.byPosting()}</option>
        <option value="document_date">{m.byDocument()}</option>
      </SelectField>
      <Check
        label={m.reversedPairs()}
        hint={m.reversedPairsHint()}
        checked={rule.reversed_pairs}
        onChange={(on) => edit({ reversed_pairs: on })}
      />
      <Check
        label={m.settledItems()}
        hint={m.settledItemsHint()}
        checked={rule.settled_items}
        onChange={(on) => edit({ settled_items: on })}
      />
      <Check
        label={m.quietCustomers()}
        hint={m.quietCustomersHint()}
        checked={rule.quiet_customers}
        onChange={(on) => edit({ quiet_customers: on })}
      />
      <SaveVersion
        label={m.reason()}
        action={m.save({ n: newest.version + 1 })}
        change={change}
        reason={reason}
        onReason={setReason}
        busy={save.isPending}
        error={save.error}
      />
    </form>
  );
}
