import { useState } from "react";
import type { Mapping, MatchingCurrent, MatchingView, Reading } from "../../shared/matching/types";
import { formatAmount } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { RadioCards, SelectField } from "../../shared/ui/Field";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Failure, Notice, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import type { MatchingActs } from "./data";
import { useReading } from "./data";
import * as m from "./messages";

const roles: Record<string, () => string> = {
  date: m.roleDate,
  number: m.roleNumber,
  invoice: m.roleInvoice,
  order: m.roleOrder,
  reference: m.roleReference,
  kind: m.roleKind,
  text: m.roleText,
  debit: m.roleDebit,
  credit: m.roleCredit,
  amount: m.roleAmount,
  direction: m.roleDirection,
  balance: m.roleBalance,
};

/** Which column is what: as recognized, with sample rows, to be corrected by hand; and how the file is read by it. */
export function MappingStep({
  current,
  acts,
  onOther,
  onDone,
  view,
}: {
  view: MatchingView;
  current: MatchingCurrent;
  acts: MatchingActs;
  onOther: () => void;
  onDone: () => void;
}) {
  const [corrected, setCorrected] = useState<Mapping>();
  const [skip, setSkip] = useState(false);
  const read = useReading(view.statement_id, current.id, corrected);
  const reading = read.data;
  if (!reading) {
    return read.error ? <Failure error={read.error} onRetry={() => void read.refetch()} /> : <SkeletonRows rows={8} />;
  }
  const mapping = corrected ?? reading.mapping;
  const { compare } = acts;

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
      <Card>
        <CardHeading>{m.columnsTitle()}</CardHeading>
        <p className="px-4 text-mute">
          {reading.remembered ? m.remembered() : reading.score >= 60 ? m.recognized() : m.unsure()} {current.file_name}
        </p>
        <Columns mapping={mapping} reading={reading} onChange={setCorrected} />
        <div className="space-y-4 border-t border-line p-4">
          <RadioCards
            legend={m.signTitle()}
            name="sign"
            columns
            choices={[
              { value: "credit_increases", label: m.signCredit() },
              { value: "debit_increases", label: m.signDebit() },
            ]}
            value={mapping.sign}
            onChange={(sign) => setCorrected({ ...mapping, sign })}
          />
          <label className="flex min-h-11 items-center gap-3">
            <input
              type="checkbox"
              className="size-5"
              checked={mapping.day_first}
              onChange={(event) => setCorrected({ ...mapping, day_first: event.target.checked })}
            />
            {m.dayFirst()}
          </label>
        </div>
      </Card>
      <Card className="lg:sticky lg:top-3">
        <CardHeading>{m.understood()}</CardHeading>
        <Understood reading={reading} currency={view.currency} />
        <div className="space-y-3 border-t border-line p-4">
          {reading.fault_count > 0 && <Faults reading={reading} skip={skip} onSkip={setSkip} />}
          <WriteFailure error={read.error ?? compare.error} />
          <Button
            look="primary"
            className="w-full"
            busy={compare.isPending}
            disabled={read.isFetching || reading.lines === 0 || (reading.fault_count > 0 && !skip)}
            onClick={() =>
              compare.mutate(
                { row_version: current.row_version, mapping, skip_faults: skip },
                { onSuccess: () => onDone() },
              )
            }
          >
            {m.compare()}
          </Button>
          <Button look="quiet" className="w-full" onClick={onOther}>
            {m.otherFile()}
          </Button>
        </div>
      </Card>
    </div>
  );
}

function Columns({
  mapping,
  reading,
  onChange,
}: {
  mapping: Mapping;
  reading: Reading;
  onChange: (next: Mapping) => void;
}) {
  const width = Math.max(...reading.rows.map((it) => it.cells.length), reading.columns.length);
  const [head, ...rest] = mapping.header >= 0 ? reading.rows : [undefined, ...reading.rows];
  const roleAt = (place: number) => Object.entries(mapping.columns).find(([, at]) => at === place)?.[0] ?? "";

  function assign(place: number, role: string) {
    const columns = Object.fromEntries(
      Object.entries(mapping.columns).filter(([name, at]) => at !== place && name !== role),
    );
    if (role) columns[role] = place;
    onChange({ ...mapping, columns });
  }

  return (
    <ul className="mt-2 divide-y divide-line border-t border-line">
      {Array.from({ length: width }, (_, place) => {
        const heading = head?.cells[place]?.trim() ?? "";
        const samples = rest
          .map((row) => row?.cells[place]?.trim())
          .filter((it): it is string => Boolean(it))
          .slice(0, 3);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          <li key={place} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
            <span className="min-w-0 flex-1 basis-48">
              <span className="block font-medium break-words">
                {heading || m.columnLabel({ no: place + 1, heading })}
              </span>
              <span className="block truncate text-[0.8125rem] text-mute">{samples.join(" · ") || "–"}</span>
            </span>
            <SelectField
              className="w-full sm:w-56"
              label={m.columnLabel({ no: place + 1, heading })}
              hideLabel
              value={roleAt(place)}
              onChange={(event) => assign(place, event.target.value)}
            >
              <option value="">{m.roleNone()}</option>
              {reading.roles.map((role) => (
                <option key={role} value={role}>
                  {roles[role]?.() ?? role}
                </option>
              ))}
            </SelectField>
          </li>
        );
      })}
    </ul>
  );
}

function Understood({ reading, currency }: { reading: Reading; currency: string }) {
  const money = (amount: string | undefined) => amount && <span className="num">{formatAmount(amount, currency)}</span>;
  return (
    <div className="px-4 pb-3">
      <Facts
        facts={[
          [m.understoodLines(), m.understoodCount({ count: reading.lines })],
          [m.understoodRange(), reading.first && `${reading.first} – ${reading.last}`],
          [m.understoodSum(), reading.lines > 0 && money(reading.sum)],
          [m.understoodClosing(), money(reading.closing)],
        ]}
      />
      <ul className="mt-2 divide-y divide-line text-[0.8125rem]">
        {reading.sample.map((it) => (
          <li key={it.row} className="flex items-baseline justify-between gap-3 py-1.5">
            <span className="min-w-0 break-words">
              <span className="text-mute">{it.on}</span> {it.document_no || it.text}
            </span>
            {money(it.amount)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Faults({ reading, skip, onSkip }: { reading: Reading; skip: boolean; onSkip: (next: boolean) => void }) {
  const why = (cause: string) =>
    cause.includes("date") ? m.faultDate() : cause.includes("amount") ? m.faultAmount() : m.faultOther();
  return (
    <Notice tone="warn">
      <p className="font-medium">{m.faultsTitle({ count: reading.fault_count })}</p>
      <ul className="text-[0.8125rem]">
        {reading.faults.slice(0, 5).map((it) => (
          <li key={`${it.row} ${it.role}`} className="break-words">
            {m.rowNo({ no: it.row })}: {why(it.cause)} {it.text && `(${it.text})`}
          </li>
        ))}
      </ul>
      <label className="mt-1 flex min-h-11 items-center gap-3">
        <input type="checkbox" className="size-5" checked={skip} onChange={(event) => onSkip(event.target.checked)} />
        {m.skipFaults()}
      </label>
    </Notice>
  );
}
