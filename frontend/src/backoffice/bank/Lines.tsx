import { useState } from "react";
import { Link } from "wouter";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Chip, Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import * as flags from "../payerflags/messages";
import { LineDialog } from "./LineDialog";
import * as m from "./messages";
import type { BankAccount, BankLine, BankLines } from "./types";
import { lineKind, lineState, lineTone } from "./words";

/** Bank lines, those that wait for a customer first; each opens with everything the bank says. */
export function Lines({ account }: { account: BankAccount | undefined }) {
  const [params, change] = useParams();
  const state = params.get("state") ?? "unmatched";
  const q = params.get("q") ?? "";
  const statement = params.get("statement") ?? undefined;
  const [open, setOpen] = useState<BankLine>();
  const list = useList<BankLines>("/bank/lines", {
    account_id: account?.id,
    statement_id: statement,
    state: state === "all" ? undefined : state,
    q: q || undefined,
  });
  const narrowed = q !== "" || statement !== undefined;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <FilterChips
          label={shared.state()}
          value={state}
          choices={[
            { value: "unmatched", label: m.unmatched() },
            { value: "receipt", label: m.receipt() },
            { value: "payout", label: m.payout() },
            { value: "aside", label: m.aside() },
            { value: "other", label: m.other() },
            { value: "all", label: shared.all() },
          ]}
          onChange={(next) => change({ state: next === "unmatched" ? undefined : next })}
        />
        <SearchField
          className="w-full sm:w-72"
          placeholder={m.searchLines()}
          value={q}
          onChange={(next) => change({ q: next })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          rows={8}
          empty={
            narrowed ? (
              <NothingMatches onClear={() => change({ q: undefined, statement: undefined })} />
            ) : state === "unmatched" && (account?.statements ?? 1) > 0 ? (
              <Empty
                kind="done"
                title={m.allDone()}
                action={<Button onClick={() => change({ state: "all" })}>{shared.all()}</Button>}
              />
            ) : (
              <Empty kind="nothing" title={m.noLines()}>
                {m.noLinesHint()}
              </Empty>
            )
          }
        >
          {(items) => (
            <GridTable label={m.lines()}>
              <thead>
                <tr>
                  <th scope="col">{m.bookedOn()}</th>
                  <th scope="col">{m.counterparty()}</th>
                  <th scope="col" className="text-end">
                    {shared.amount()}
                  </th>
                  <th scope="col">{shared.state()}</th>
                  <th scope="col">{m.purpose()}</th>
                  <th scope="col">{m.ofAccount()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <td className="num">{it.booked_on}</td>
                    <td>
                      <button
                        type="button"
                        onClick={() => setOpen(it)}
                        className="text-start font-medium text-brand hover:underline"
                      >
                        {it.counterparty || it.bank_text || lineKind(it.kind)}
                      </button>
                    </td>
                    <td className="num text-end font-medium">
                      {formatAmount(it.amount, it.currency)} <span className="text-mute">{it.currency}</span>
                    </td>
                    <td>
                      <Dot tone={lineTone(it.state)}>
                        {it.state === "other" ? lineKind(it.kind) : lineState(it.state)}
                      </Dot>
                      {it.receipt && (
                        <Link
                          href={`/console/documents/${it.receipt.document_id}`}
                          className="num ms-2 text-brand hover:underline"
                        >
                          {it.receipt.document_no}
                        </Link>
                      )}
                      {it.receipt?.payer_flag === "held" && (
                        <Chip tone="warn" className="ms-2">
                          {flags.mark()}
                        </Chip>
                      )}
                    </td>
                    <td className="max-w-72 truncate text-mute" title={it.remittance || it.bank_text}>
                      {it.remittance || it.bank_text}
                    </td>
                    <td className="text-mute">{it.account_name}</td>
                  </tr>
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
      {open && <LineDialog line={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}
