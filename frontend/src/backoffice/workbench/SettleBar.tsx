import { useState } from "react";
import { ApiError } from "../../shared/api/client";
import { formatMoney } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { Notice, WriteFailure } from "../../shared/ui/states";
import type { Preview, Side } from "./data";
import * as m from "./messages";
import { Details, Result, Warnings } from "./Outcome";
import { caseWord } from "./words";

interface Options {
  discount: boolean;
  difference: boolean;
}

/** Pinned at the bottom: the running sums, what the server says comes of them, and the way to do it. */
export function SettleBar(props: {
  running: Record<Side, [string, string][]>;
  preview: Preview | undefined;
  fresh: boolean;
  ready: boolean;
  busy: boolean;
  failure: unknown;
  options: Options;
  onOptions: (next: Options) => void;
  reason: string;
  onReason: (next: string) => void;
  onSettle: () => void;
  onClear: () => void;
  onReload: () => void;
  chosen: number;
}) {
  const { preview, failure, options } = props;
  const [wide, setWide] = useState(false);
  if (props.chosen === 0 && !failure) return null;
  const offered = (kinds: string[]) => preview?.offers.filter((it) => kinds.includes(it.kind)) ?? [];
  const word = (kinds: string[]) =>
    offered(kinds)
      .map((it) => formatMoney(it.amount, it.currency))
      .join(" + ");
  const waits = Boolean(preview && preview.cases.length > 0);
  return (
    <section
      aria-label={m.settle()}
      className="sticky bottom-0 z-10 -mx-4 mt-4 space-y-3 border-t border-line bg-surface px-4 py-3 shadow-float"
    >
      {failure !== null && failure !== undefined && (
        <div className="space-y-2">
          <WriteFailure error={failure} />
          {failure instanceof ApiError && failure.status === 409 && (
            <Button onClick={props.onReload}>{m.again()}</Button>
          )}
        </div>
      )}
      {preview && <Warnings preview={preview} />}
      {wide && preview && <Details preview={preview} />}
      {waits && preview && (
        <Notice tone="warn">
          <TextField
            label={m.reasonNeeded({ cases: preview.cases.map(caseWord).join(" · ") })}
            required
            maxLength={1000}
            value={props.reason}
            onChange={(event) => props.onReason(event.target.value)}
          />
        </Notice>
      )}
      {(offered(["discount"]).length > 0 || offered(["write_off", "surplus"]).length > 0) && (
        <div className="flex flex-wrap gap-x-6 gap-y-1">
          {offered(["discount"]).length > 0 && (
            <Tick
              on={options.discount}
              label={m.takeDiscount({ amount: word(["discount"]) })}
              onChange={(discount) => props.onOptions({ ...options, discount })}
            />
          )}
          {offered(["write_off", "surplus"]).length > 0 && (
            <Tick
              on={options.difference}
              label={m.closeDifference({ amount: word(["write_off", "surplus"]) })}
              onChange={(difference) => props.onOptions({ ...options, difference })}
            />
          )}
        </div>
      )}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-wrap gap-x-6 gap-y-2">
          <Running label={m.owedSum()} sums={props.running.debit} />
          <Running label={m.paidSum()} sums={props.running.credit} />
          <div aria-live="polite" className={props.fresh ? undefined : "opacity-60"}>
            {preview && <Result preview={preview} />}
          </div>
        </div>
        <div className="ms-auto flex flex-wrap gap-2">
          {preview && (
            <Button look="quiet" aria-expanded={wide} onClick={() => setWide(!wide)}>
              {wide ? m.hideDetails() : m.details()}
            </Button>
          )}
          <Button onClick={props.onClear}>{m.clear()}</Button>
          <Button look="primary" disabled={!props.ready} busy={props.busy} onClick={props.onSettle}>
            {waits ? m.propose() : m.settle()}
          </Button>
        </div>
      </div>
    </section>
  );
}

function Running({ label, sums }: { label: string; sums: [string, string][] }) {
  return (
    <div>
      <p className="text-[0.8125rem] text-mute">{label}</p>
      <p className="num font-semibold">
        {sums.length === 0 ? "–" : sums.map(([currency, amount]) => formatMoney(amount, currency)).join(" + ")}
      </p>
    </div>
  );
}

function Tick({ on, label, onChange }: { on: boolean; label: string; onChange: (next: boolean) => void }) {
  return (
    <label className="flex min-h-(--control) items-center gap-2">
      <input type="checkbox" className="size-4" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
