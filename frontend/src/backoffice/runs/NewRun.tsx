import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { ApiError, newIntent, post } from "../../shared/api/client";
import type { Run, RunPreview, RunSelection } from "../../shared/api/types";
import { dayOf } from "../../shared/dates";
import { text } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { RadioCards, SelectField, TextField } from "../../shared/ui/Field";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Empty, WriteFailure } from "../../shared/ui/states";
import { UpLink } from "../../shared/ui/UpLink";
import { useParams } from "../../shared/useParams";
import * as cycle from "../cycle/messages";
import { type Exceptions, PreCheck } from "../cycle/PreCheck";
import { cycleLabel, families } from "../cycle/words";
import * as m from "../messages";
import { previousMonth } from "./month";

/** Chooses a period, shows what would come of it, and starts the run. */
export default function NewRun() {
  const { organization } = useSession();
  const [, navigate] = useLocation();
  const [params] = useParams();
  const [selection, setSelection] = useState<RunSelection>(() => {
    const last = previousMonth(dayOf(new Date(), organization.time_zone));
    return {
      period_start: params.get("period_start") ?? last.period_start,
      cut_off: params.get("cut_off") ?? last.cut_off,
      due: params.get("due") === "true" || undefined,
    };
  });
  const [exceptions, setExceptions] = useState<Exceptions>({ excluded: [], released: [] });
  const [issue, setIssue] = useState<"later" | "now">("later");
  const [typedCount, setTypedCount] = useState("");
  const [intent, setIntent] = useState(newIntent);
  const preview = useMutation({
    mutationFn: (with_: Exceptions) => post<RunPreview>("/statement-runs/preview", { ...selection, ...plain(with_) }),
  });
  const start = useMutation({
    mutationFn: () =>
      post<Run>("/statement-runs", { ...selection, ...plain(exceptions), issue: issue === "now" }, intent),
    onSuccess: (run) => navigate(`/console/runs/${run.id}`),
  });
  const found = preview.data;
  const errors = preview.error instanceof ApiError ? preview.error.problem.fields : undefined;
  const fieldError = (name: string) => errors?.find((it) => it.field === name)?.message;
  const counted = issue === "later" || Number(typedCount) === found?.statements;

  function choose(next: RunSelection) {
    setSelection(next);
    setIntent(newIntent());
    setExceptions({ excluded: [], released: [] });
    preview.reset();
    start.reset();
  }

  function show(event: FormEvent) {
    event.preventDefault();
    preview.mutate(exceptions);
  }

  /** What is made otherwise by hand changes the figures, so they are asked for again. */
  function except(next: Exceptions) {
    setExceptions(next);
    setIntent(newIntent());
    preview.mutate(next);
  }

  return (
    <>
      <UpLink href="/console/runs">{m.navRuns()}</UpLink>
      <PageTitle>{m.newRun()}</PageTitle>
      <form onSubmit={show}>
        <Card className="mb-4 flex flex-wrap items-end gap-3 p-4">
          <TextField
            label={m.periodStart()}
            type="date"
            required
            error={fieldError("period_start")}
            value={selection.period_start}
            onChange={(event) => choose({ ...selection, period_start: event.target.value })}
          />
          <TextField
            label={shared.cutOff()}
            type="date"
            required
            min={selection.period_start}
            error={fieldError("cut_off")}
            value={selection.cut_off}
            onChange={(event) => choose({ ...selection, cut_off: event.target.value })}
          />
          <SelectField
            label={m.cycle()}
            value={selection.cycle ?? ""}
            onChange={(event) => choose({ ...selection, cycle: event.target.value || undefined })}
          >
            <option value="">{m.everyCycle()}</option>
            {families.map((it) => (
              <option key={it} value={it}>
                {cycleLabel(it)}
              </option>
            ))}
          </SelectField>
          <label className="flex min-h-(--control) items-center gap-2">
            <input
              type="checkbox"
              className="size-4"
              checked={selection.due ?? false}
              onChange={(event) => choose({ ...selection, due: event.target.checked || undefined })}
            />
            {cycle.onlyDue()}
          </label>
          <Button look={found ? "secondary" : "primary"} type="submit" busy={preview.isPending}>
            {m.preview()}
          </Button>
        </Card>
      </form>
      {!errors?.length && <WriteFailure error={preview.error} />}
      {found && found.statements === 0 && (
        <div className="space-y-4">
          <Card>
            <Empty kind="nothing" title={m.nothingToMake()}>
              {m.nothingToMakeHint()}
            </Empty>
          </Card>
          <PreCheck selection={selection} preview={found} exceptions={exceptions} onChange={except} />
        </div>
      )}
      {found && found.statements > 0 && (
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
          <div className="min-w-0 space-y-4">
            <PreCheck selection={selection} preview={found} exceptions={exceptions} onChange={except} />
            <PreviewResult preview={found} />
          </div>
          <Card className="space-y-4 p-4">
            <p className="text-[1.0625rem]">
              {m.wouldMake({ statements: found.statements, customers: found.customers })}
            </p>
            <RadioCards<"later" | "now">
              legend={m.issueMode()}
              name="issue"
              choices={[
                { value: "later", label: m.issueLater(), hint: m.issueLaterHint() },
                { value: "now", label: m.issueAtOnce(), hint: m.issueAtOnceHint() },
              ]}
              value={issue}
              onChange={setIssue}
            />
            {issue === "now" && (
              <TextField
                label={m.typeTheCount({ count: found.statements })}
                inputMode="numeric"
                autoComplete="off"
                value={typedCount}
                onChange={(event) => setTypedCount(event.target.value.trim())}
              />
            )}
            <WriteFailure error={start.error} />
            <Button
              look="primary"
              className="w-full"
              busy={start.isPending}
              disabled={!counted}
              onClick={() => start.mutate()}
            >
              {issue === "now" ? m.startAndIssue({ count: found.statements }) : m.startRun()}
            </Button>
          </Card>
        </div>
      )}
    </>
  );
}

/** The exceptions as they are sent: without the names that the page shows. */
function plain(exceptions: Exceptions) {
  const bare = (list: Exceptions["excluded"]) => list.map(({ customer_id, reason }) => ({ customer_id, reason }));
  return { excluded: bare(exceptions.excluded), released: bare(exceptions.released) };
}

function PreviewResult({ preview }: { preview: RunPreview }) {
  return (
    <div className="min-w-0 space-y-4">
      <Card>
        <CardHeading>{m.totalsByCurrency()}</CardHeading>
        <GridTable label={m.totalsByCurrency()}>
          <thead>
            <tr>
              <th scope="col">{shared.currency()}</th>
              <th scope="col" className="text-end">
                {m.statementsMade()}
              </th>
              <th scope="col" className="text-end">
                {shared.closingBalance()}
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.totals.map((it) => (
              <tr key={it.currency}>
                <td>{it.currency}</td>
                <td className="num text-end">{text(it.statements)}</td>
                <td className="num text-end font-medium">{formatAmount(it.closing, it.currency)}</td>
              </tr>
            ))}
          </tbody>
        </GridTable>
      </Card>
      <Card>
        <CardHeading>{m.samples()}</CardHeading>
        <GridTable label={m.samples()}>
          <thead>
            <tr>
              <th scope="col">{shared.customer()}</th>
              <th scope="col">{shared.currency()}</th>
              <th scope="col" className="text-end">
                {shared.openingBalance()}
              </th>
              <th scope="col" className="text-end">
                {m.movement()}
              </th>
              <th scope="col" className="text-end">
                {shared.closingBalance()}
              </th>
              <th scope="col" className="text-end">
                {m.linesCount()}
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.samples.map((it) => (
              <tr key={`${it.customer.id}${it.currency}`}>
                <td>{it.customer.name}</td>
                <td className="text-mute">{it.currency}</td>
                <td className="num text-end">{formatAmount(it.opening, it.currency)}</td>
                <td className="num text-end">{formatAmount(it.movement, it.currency)}</td>
                <td className="num text-end font-medium">{formatAmount(it.closing, it.currency)}</td>
                <td className="num text-end">{text(it.lines)}</td>
              </tr>
            ))}
          </tbody>
        </GridTable>
      </Card>
      {preview.skipped.length > 0 && (
        <Card>
          <CardHeading>{m.skipped({ count: preview.skipped.length })}</CardHeading>
          <ul className="max-h-72 divide-y divide-line overflow-y-auto">
            {preview.skipped.map((it) => (
              <li key={it.customer.id} className="flex flex-wrap justify-between gap-x-4 px-4 py-1.5">
                <span>{it.customer.name}</span>
                <span className="text-mute">{it.reason}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
