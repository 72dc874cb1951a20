import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useLocation } from "wouter";
import { ApiError, newIntent, post } from "../../shared/api/client";
import { dayOf } from "../../shared/dates";
import { locale, text } from "../../shared/i18n/locale";
import { nameOf } from "../../shared/names";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { SelectField, TextField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Empty, WriteFailure } from "../../shared/ui/states";
import { UpLink } from "../../shared/ui/UpLink";
import { previousMonth } from "../runs/month";
import type { Batch, BatchPreview } from "./data";
import * as m from "./messages";

/** Chooses a period, shows which agreed statements it would finalize, and starts. */
export default function NewBatch() {
  const { organization } = useSession();
  const [, navigate] = useLocation();
  const [range, setRange] = useState(() => {
    const last = previousMonth(dayOf(new Date(), organization.time_zone));
    return { from: last.period_start, to: last.cut_off };
  });
  const [excluded, setExcluded] = useState<string[]>([]);
  const [language, setLanguage] = useState<string>(locale());
  const [intent, setIntent] = useState(newIntent);
  const preview = useMutation({ mutationFn: () => post<BatchPreview>("/finalization-batches/preview", range) });
  const found = preview.data;
  // What is left out by hand is left out of the sums too, and the server adds them up.
  const rest = useQuery({
    queryKey: ["finalization-preview", range, excluded],
    queryFn: () => post<BatchPreview>("/finalization-batches/preview", { ...range, excluded }),
    enabled: excluded.length > 0,
    placeholderData: keepPreviousData,
  });
  const totals = excluded.length > 0 ? rest.data?.totals : found?.totals;
  const count = (found?.ready ?? 0) - excluded.length;
  const start = useMutation({
    mutationFn: () => post<Batch>("/finalization-batches", { ...range, excluded, locale: language, count }, intent),
    onSuccess: (made) => navigate(`/console/finalizations/batches/${made.id}`),
  });
  const errors = preview.error instanceof ApiError ? preview.error.problem.fields : undefined;
  const fieldError = (name: string) => errors?.find((it) => it.field === name)?.message;

  function choose(next: typeof range) {
    setRange(next);
    setExcluded([]);
    setIntent(newIntent());
    preview.reset();
    start.reset();
  }
  function show(event: FormEvent) {
    event.preventDefault();
    preview.mutate();
  }
  function toggle(id: string, taken: boolean) {
    setExcluded((before) => (taken ? before.filter((it) => it !== id) : [...before, id]));
    setIntent(newIntent());
  }
  return (
    <>
      <UpLink href="/console/finalizations/batches">{m.batches()}</UpLink>
      <PageTitle>{m.newBatch()}</PageTitle>
      <form onSubmit={show}>
        <Card className="mb-4 flex flex-wrap items-end gap-3 p-4">
          <TextField
            label={m.cutOffFrom()}
            type="date"
            required
            error={fieldError("from")}
            value={range.from}
            onChange={(event) => choose({ ...range, from: event.target.value })}
          />
          <TextField
            label={m.cutOffTo()}
            type="date"
            required
            min={range.from}
            error={fieldError("to")}
            value={range.to}
            onChange={(event) => choose({ ...range, to: event.target.value })}
          />
          <Button look={found ? "secondary" : "primary"} type="submit" busy={preview.isPending}>
            {m.preview()}
          </Button>
        </Card>
      </form>
      {!errors?.length && <WriteFailure error={preview.error} />}
      {found && found.ready === 0 && (
        <Card>
          <Empty kind="nothing" title={m.nothingReady()}>
            {m.nothingReadyHint({ waiting: found.waiting, finalized: found.finalized })}
          </Empty>
        </Card>
      )}
      {found && found.ready > 0 && (
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
          <Ready found={found} excluded={excluded} onToggle={toggle} />
          <Card className="space-y-4 p-4">
            <p className="text-[1.0625rem]">{m.wouldPrepare({ count })}</p>
            <ul>
              {totals?.map((it) => (
                <li key={it.currency} className="flex justify-between gap-3">
                  <span className="text-mute">{m.closingIn({ currency: it.currency, count: it.count })}</span>
                  <Money amount={it.amount} currency={it.currency} className="font-medium" />
                </li>
              ))}
            </ul>
            <p className="text-mute">{m.othersStay({ waiting: found.waiting, finalized: found.finalized })}</p>
            <SelectField label={m.language()} value={language} onChange={(event) => setLanguage(event.target.value)}>
              <option value="zh-CN">简体中文</option>
              <option value="en">English</option>
            </SelectField>
            <p className="text-mute">{m.prepareText()}</p>
            <WriteFailure error={start.error ?? rest.error} />
            <Button
              look="primary"
              className="w-full"
              busy={start.isPending}
              disabled={count <= 0}
              onClick={() => start.mutate()}
            >
              {m.prepareAll({ count })}
            </Button>
          </Card>
        </div>
      )}
    </>
  );
}

function Ready({
  found,
  excluded,
  onToggle,
}: {
  found: BatchPreview;
  excluded: string[];
  onToggle: (id: string, taken: boolean) => void;
}) {
  return (
    <Card>
      <CardHeading>{m.readyTitle()}</CardHeading>
      <GridTable label={m.readyTitle()}>
        <thead>
          <tr>
            <th scope="col">{m.take()}</th>
            <th scope="col">{m.statement()}</th>
            <th scope="col">{m.customer()}</th>
            <th scope="col">{m.cutOffs()}</th>
            <th scope="col" className="text-end">
              {m.closing()}
            </th>
          </tr>
        </thead>
        <tbody>
          {found.rows.map((it) => (
            <tr key={it.statement_id}>
              <td>
                <input
                  type="checkbox"
                  className="size-4"
                  aria-label={m.takeOne({ no: it.statement_no })}
                  checked={!excluded.includes(it.statement_id)}
                  onChange={(event) => onToggle(it.statement_id, event.target.checked)}
                />
              </td>
              <td>
                <Link
                  href={`/console/statements/${it.statement_id}`}
                  className="font-medium text-brand hover:underline"
                >
                  {it.statement_no}
                </Link>
              </td>
              <td>{nameOf(it.customer)}</td>
              <td className="num">{it.cut_off}</td>
              <td className="num text-end">
                <Money amount={it.closing} currency={it.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </GridTable>
      {found.rows.length < found.ready && (
        <p className="px-4 py-2 text-mute">{m.andMore({ count: text(found.ready - found.rows.length) })}</p>
      )}
    </Card>
  );
}
