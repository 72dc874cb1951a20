import type { ReactNode } from "react";
import { Link } from "wouter";
import { query } from "../../shared/api/client";
import { formatDate } from "../../shared/dates";
import { isZero } from "../../shared/money";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Empty, Failure, SkeletonRows } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { AgingBar } from "./AgingBar";
import { BalanceChart } from "./BalanceChart";
import * as m from "./messages";
import type { Account, AccountCurrency } from "./types";
import { today, useAccount } from "./useAccount";

/** How the account stands on a day, each currency for itself. */
export default function AccountView() {
  const [params, change] = useParams();
  const asOf = params.get("as_of") ?? "";
  const months = params.get("months") === "24" ? "24" : "12";
  const { data, error, refetch } = useAccount(asOf, months);
  return (
    <>
      <div className="no-print flex flex-wrap items-end justify-between gap-3">
        <TextField
          type="date"
          label={m.asOf()}
          hint={m.asOfHint()}
          max={today()}
          value={asOf || data?.as_of || ""}
          onChange={(event) => change({ as_of: event.target.value })}
        />
        <div className="flex flex-wrap items-center gap-2">
          {asOf && (
            <Button look="quiet" onClick={() => change({ as_of: undefined })}>
              {m.otherDate()}
            </Button>
          )}
          <FilterChips
            label={m.history()}
            value={months}
            choices={[
              { value: "12", label: m.months12() },
              { value: "24", label: m.months24() },
            ]}
            onChange={(next) => change({ months: next === "24" ? next : undefined })}
          />
        </div>
      </div>
      {error && !data ? (
        <Card className="mt-3">
          <Failure error={error} onRetry={() => void refetch()} />
        </Card>
      ) : !data ? (
        <Card className="mt-3">
          <SkeletonRows rows={4} />
        </Card>
      ) : data.currencies.length === 0 ? (
        <Card className="mt-3">
          <Empty kind="nothing" title={m.nothingOwed()}>
            {m.nothingOwedHint()}
          </Empty>
        </Card>
      ) : (
        <div className="mt-3 space-y-4">
          {data.currencies.map((it) => (
            <CurrencyCard key={it.currency} account={data} currency={it} asOf={asOf} />
          ))}
        </div>
      )}
    </>
  );
}

function CurrencyCard({ account, currency: it, asOf }: { account: Account; currency: AccountCurrency; asOf: string }) {
  return (
    <Card className="p-5">
      <h2 className="text-mute">
        {it.currency} · {m.balanceAt({ date: formatDate(account.as_of) })}
      </h2>
      <p className="num text-[clamp(1.375rem,7vw,2rem)] leading-tight font-semibold">
        <Money amount={it.balance} currency={it.currency} />
      </p>
      <dl className="mt-3 grid gap-x-6 gap-y-2 sm:grid-cols-3">
        <Figure label={m.overdue()} tone={isZero(it.overdue) ? "" : "text-bad"}>
          <Money amount={it.overdue} currency={it.currency} />
        </Figure>
        <Figure label={m.notDue()}>
          <Money amount={it.not_due} currency={it.currency} />
        </Figure>
        <Figure label={m.credits()} hint={m.creditsHint()}>
          {isZero(it.credits) ? (
            <Money amount={it.credits} currency={it.currency} />
          ) : (
            <Link
              href={`/p/documents${query({ view: "items", bucket: "credits", currency: it.currency, as_of: asOf })}`}
              className="inline-flex min-h-11 items-center text-brand underline sm:min-h-0"
            >
              <Money amount={it.credits} currency={it.currency} />
            </Link>
          )}
        </Figure>
      </dl>
      <div className="mt-5 grid gap-6 md:grid-cols-2">
        <section aria-label={m.aging()}>
          <h3 className="mb-2 font-semibold">{m.aging()}</h3>
          <AgingBar buckets={account.buckets} account={it} asOf={asOf} />
        </section>
        <BalanceChart account={it} />
      </div>
    </Card>
  );
}

function Figure({
  label,
  hint,
  tone = "",
  children,
}: {
  label: string;
  hint?: string;
  tone?: string;
  children: ReactNode;
}) {
  return (
    <div>
      <dt className="text-[0.875rem] text-mute">{label}</dt>
      <dd className={`font-semibold ${tone}`}>{children}</dd>
      {hint && <dd className="text-[0.8125rem] text-mute">{hint}</dd>}
    </div>
  );
}
