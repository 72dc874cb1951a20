import { useState } from "react";
import { Button } from "../../shared/ui/Button";
import { SelectField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading } from "../../shared/ui/Layout";
import * as m from "./messages";
import type { BankMapping, BankTable } from "./types";

const columns: [keyof BankMapping, () => string][] = [
  ["date", m.colDate],
  ["amount", m.colAmount],
  ["in", m.colIn],
  ["out", m.colOut],
  ["direction", m.colDirection],
  ["balance", m.colBalance],
  ["counterparty", m.colCounterparty],
  ["counterparty_account", m.colCounterpartyAccount],
  ["counterparty_bank", m.colCounterpartyBank],
  ["reference", m.colReference],
  ["own_reference", m.colOwnReference],
  ["remark", m.colRemark],
  ["summary", m.colSummary],
  ["value_date", m.colValueDate],
  ["currency", m.colCurrency],
  ["status", m.colStatus],
  ["own_account", m.colOwnAccount],
];

/** Which column of a table is which; what is chosen is remembered for tables with the same header. */
export function MappingForm({
  table,
  busy,
  onApply,
}: {
  table: BankTable;
  busy: boolean;
  onApply: (mapping: BankMapping) => void;
}) {
  const [mapping, setMapping] = useState<BankMapping>(table.mapping);
  const names = [...new Set(table.header.filter(Boolean))];
  const enough = mapping.date && (mapping.amount || (mapping.in && mapping.out));
  return (
    <Card className="mb-4">
      <CardHeading>{m.mapping()}</CardHeading>
      <details open={!table.sure} className="px-4 pb-3">
        <summary className="min-h-(--control) cursor-pointer text-mute">{m.mappingHint()}</summary>
        <div className="mt-3 grid gap-3 sm:grid-cols-3 lg:grid-cols-4">
          {columns.map(([column, label]) => (
            <SelectField
              key={column}
              label={label()}
              value={mapping[column] ?? ""}
              onChange={(event) => setMapping({ ...mapping, [column]: event.target.value })}
            >
              <option value="">{m.noColumn()}</option>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </SelectField>
          ))}
        </div>
        <div className="mt-3">
          <Button busy={busy} disabled={!enough} onClick={() => onApply(mapping)}>
            {m.apply()}
          </Button>
        </div>
        <GridTable label={m.sample()}>
          <thead>
            <tr>
              {table.header.map((name, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name that is certain to differ
                <th scope="col" key={i}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.samples.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows are shown as they stand in the file
              <tr key={i}>
                {table.header.map((_, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: see the columns above
                  <td key={column} className="max-w-48 truncate">
                    {row[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </GridTable>
      </details>
    </Card>
  );
}
