import { useState } from "react";
import { Link } from "wouter";
import type { Page } from "../../shared/api/types";
import { useList } from "../../shared/lists";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { FilterChips } from "../../shared/ui/FilterChips";
import { GridTable } from "../../shared/ui/GridTable";
import { Card } from "../../shared/ui/Layout";
import { Listed, NothingMatches } from "../../shared/ui/Listed";
import { SearchField } from "../../shared/ui/SearchField";
import { Dot } from "../../shared/ui/Status";
import { Empty } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { flagStates, flagsPath, type PayerFlag, payerOf } from "./data";
import * as m from "./messages";
import { Release } from "./Release";

/** Receipts that somebody else than the customer paid, and what was said of them. */
export function Flags() {
  const [params, change] = useParams();
  const state = params.get("state") ?? "held";
  const q = params.get("q") ?? "";
  const [releasing, setReleasing] = useState<PayerFlag>();
  const list = useList<Page<PayerFlag>>(flagsPath, { state: state === "all" ? undefined : state, q: q || undefined });
  return (
    <>
      <p className="mb-3 max-w-3xl text-mute">{m.intro()}</p>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <FilterChips
          label={shared.state()}
          value={state}
          choices={[
            ...Object.entries(flagStates).map(([value, it]) => ({ value, label: it.label() })),
            { value: "all", label: shared.all() },
          ]}
          onChange={(next) => change({ state: next === "held" ? undefined : next })}
        />
        <SearchField
          className="w-full sm:w-72"
          placeholder={m.search()}
          value={q}
          onChange={(next) => change({ q: next || undefined })}
        />
      </div>
      <Card>
        <Listed
          list={list}
          empty={
            q ? (
              <NothingMatches onClear={() => change({ q: undefined })} />
            ) : (
              <Empty kind="done" title={m.none()}>
                {m.noneHint()}
              </Empty>
            )
          }
        >
          {(items) => (
            <GridTable label={m.title()}>
              <thead>
                <tr>
                  <th scope="col">{m.payer()}</th>
                  <th scope="col">{m.bookedFor()}</th>
                  <th scope="col">{m.receipt()}</th>
                  <th scope="col">{m.bookedOn()}</th>
                  <th scope="col" className="text-end">
                    {shared.amount()}
                  </th>
                  <th scope="col">{shared.state()}</th>
                  <th scope="col">{m.why()}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <FlagRow key={it.document_id} flag={it} onRelease={() => setReleasing(it)} />
                ))}
              </tbody>
            </GridTable>
          )}
        </Listed>
      </Card>
      {releasing && <Release flag={releasing} onClose={() => setReleasing(undefined)} />}
    </>
  );
}

function FlagRow({ flag, onRelease }: { flag: PayerFlag; onRelease: () => void }) {
  const { release } = flag.actions;
  return (
    <tr>
      <td>
        <span className="font-medium">{payerOf(flag)}</span>
        {flag.payer && flag.payer_account && <span className="num block text-mute">{flag.payer_account}</span>}
        {flag.known_for && (
          <span className="block text-warn">
            {m.knownFor({ name: `${flag.known_for.code} ${flag.known_for.name}` })}
          </span>
        )}
      </td>
      <td>
        <Link href={`/console/customers/${flag.customer.id}`} className="text-brand hover:underline">
          <span className="num">{flag.customer.code}</span> {flag.customer.name}
        </Link>
      </td>
      <td>
        <Link href={`/console/documents/${flag.document_id}`} className="num text-brand hover:underline">
          {flag.document_no}
        </Link>
        <span className="block text-mute">
          {m.attributedBy()} {flag.made_by}
        </span>
      </td>
      <td className="num">{flag.booked_on}</td>
      <td className="num text-end font-medium">
        {formatAmount(flag.amount, flag.currency)} <span className="text-mute">{flag.currency}</span>
      </td>
      <td>
        <Dot tone={flagStates[flag.state].tone}>{flagStates[flag.state].label()}</Dot>
      </td>
      <td>
        {flag.reason ? (
          <>
            {flag.reason}
            <span className="block text-mute">{flag.released_by}</span>
          </>
        ) : release?.allowed ? (
          <Button aria-label={`${m.release()} ${flag.document_no}`} onClick={onRelease}>
            {m.release()}
          </Button>
        ) : (
          <span className="text-mute">{flag.state === "held" ? release?.why : ""}</span>
        )}
      </td>
    </tr>
  );
}
