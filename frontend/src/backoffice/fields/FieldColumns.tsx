import { labelOf, type Subject, useFields } from "../../shared/fields/data";
import { Check } from "../settings/Check";
import * as m from "./messages";

const subjects: Subject[] = ["customer", "document", "line"];

/** Which custom fields a statement's template has columns for, in the order in which they were ticked. */
export function FieldColumns({ chosen, onChange }: { chosen: string[]; onChange: (next: string[]) => void }) {
  const customers = useFields("customer", "statement");
  const documents = useFields("document", "statement");
  const lines = useFields("line", "statement");
  const all = [customers, documents, lines].flat().map((it) => ({ name: `${it.subject}.${it.code}`, it }));
  const gone = chosen.filter((name) => !all.some((one) => one.name === name));
  if (all.length === 0 && gone.length === 0) return null;
  const words = { customer: m.customer, document: m.document, line: m.line, dispute: m.dispute };
  return (
    <fieldset>
      <legend className="font-medium">{m.statementColumns()}</legend>
      <p className="mb-1 text-[0.8125rem] text-mute">{m.statementColumnsHint()}</p>
      <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3 xl:grid-cols-4">
        {subjects.flatMap((subject) =>
          all
            .filter((one) => one.it.subject === subject)
            .map(({ name, it }) => (
              <Check
                key={name}
                label={`${words[subject]()} · ${labelOf(it)}`}
                checked={chosen.includes(name)}
                onChange={(on) => onChange(on ? [...chosen, name] : chosen.filter((other) => other !== name))}
              />
            )),
        )}
        {gone.map((name) => (
          <Check
            key={name}
            label={`${name} · ${m.atRest()}`}
            checked
            onChange={() => onChange(chosen.filter((other) => other !== name))}
          />
        ))}
      </div>
    </fieldset>
  );
}
