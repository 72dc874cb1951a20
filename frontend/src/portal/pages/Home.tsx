import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { Home as HomeView } from "../../shared/api/types";
import { cx } from "../../shared/classes";
import { readersDeadline } from "../../shared/dates";
import * as shared from "../../shared/messages";
import { isZero } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Empty, Failure, Skeleton, SkeletonRows } from "../../shared/ui/states";
import * as account from "../account/messages";
import * as m from "../messages";
import * as review from "../review/messages";
import * as pages from "./messages";
import { StatementRow } from "./StatementRow";

/** What the customer owes, and what waits for an answer. */
const FirstVisit = lazy(() => import("../help/FirstVisit"));
const Standings = lazy(() => import("../standings/Standings"));
const ToSign = lazy(() => import("../finalization/ToSign"));

export default function Home() {
  const { organization, customers } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["home"],
    queryFn: ({ signal }) => get<HomeView>("/home", signal),
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <HomeOutline />;
  const waits = data.waiting.length > 0 || data.submitted > 0;
  const answers = (
    <Card>
      <CardHeading>{pages.waitingForYou()}</CardHeading>
      {data.submitted > 0 && <p className="px-4 pb-2 text-mute">{review.homeSubmitted({ count: data.submitted })}</p>}
      {data.waiting.length === 0 ? (
        <Empty kind="done" title={m.allAnswered()}>
          {pages.allAnsweredHint()}
        </Empty>
      ) : (
        <ul className="divide-y divide-line">
          {data.waiting.map((it) => (
            <li key={`${it.what}${it.id}${it.lines}${it.by ?? ""}`}>
              <Link
                href={`/p/${paths[it.kind]}/${it.id}`}
                className="flex min-h-16 flex-wrap items-center gap-x-3 px-4 py-2.5 hover:bg-sunken"
              >
                <span className="min-w-0 flex-1 basis-40">
                  <span className="block font-medium">{what(it)}</span>
                  <span className="block text-[0.8125rem] text-mute">
                    {it.title_no}
                    {it.due &&
                      ` · ${pages.answerBy({ date: readersDeadline(it.due.slice(0, 10), organization.time_zone) })}`}
                  </span>
                </span>
                <Money amount={it.amount} currency={it.currency} className="ms-auto font-semibold" />
                <ChevronRight className="size-4 shrink-0 text-mute" aria-hidden="true" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
  return (
    <>
      <Suspense>
        <FirstVisit />
      </Suspense>
      <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_minmax(0,1.3fr)] md:items-start md:gap-6">
        <h1 className="sr-only">{m.navHome()}</h1>
        <div className="grid gap-4">
          {data.balances.length === 0 && (
            <Card>
              <Empty kind="done" title={pages.nothingOwed()} />
            </Card>
          )}
          {data.balances.map((it) => (
            <BalanceCard key={it.currency} balance={it} several={data.balances.length > 1} />
          ))}
          {(customers ?? []).length > 1 && (
            <Suspense>
              <Standings />
            </Suspense>
          )}
        </div>
        <div className="grid gap-4 max-md:order-first">
          <Suspense fallback={waits ? null : answers}>
            <ToSign>{waits ? null : answers}</ToSign>
          </Suspense>
          {waits && answers}
          <Card>
            <CardHeading
              action={
                <Link
                  href="/p/statements"
                  className="flex min-h-11 items-center px-2 font-medium text-brand hover:underline"
                >
                  {shared.all()}
                </Link>
              }
            >
              {pages.newestStatements()}
            </CardHeading>
            {data.statements.length === 0 ? (
              <Empty kind="nothing" title={pages.noStatements()}>
                {pages.noStatementsHint()}
              </Empty>
            ) : (
              <ul className="divide-y divide-line">
                {data.statements.map((it) => (
                  <StatementRow key={it.id} statement={it} />
                ))}
              </ul>
            )}
          </Card>
        </div>
      </div>
    </>
  );
}

const paths: Record<HomeView["waiting"][number]["kind"], string> = {
  statement: "s",
  dispute: "disputes",
  receivable: "receivables",
};

function what(it: HomeView["waiting"][number]): string {
  const by = it.by ?? "";
  if (it.what === "check") {
    return it.kind === "statement" ? review.homeCheck({ by, lines: it.lines }) : review.homeCheckYes({ by });
  }
  if (it.what === "answer_proposal") return m.waitProposal();
  if (it.what === "confirm_receivable") return review.homeReceivable();
  return it.changed ? review.homeChanged({ lines: it.lines }) : pages.waitConfirm();
}

function BalanceCard({ balance, several }: { balance: HomeView["balances"][number]; several: boolean }) {
  const parts: [string, string, string?][] = [
    [shared.notDue(), balance.not_due],
    [shared.overdue(), balance.overdue, "text-bad"],
    [shared.disputedAmount(), balance.disputed, "text-warn"],
    [shared.unallocatedCredits(), balance.credits],
  ];
  return (
    <Card className="p-5">
      <h2 className="text-mute">
        {pages.youOwe()}
        {several && ` · ${balance.currency}`}
      </h2>
      <Money
        amount={balance.balance}
        currency={balance.currency}
        code={several}
        className="block text-[clamp(1.5rem,7vw,2.125rem)] leading-tight font-semibold"
      />
      <dl className="mt-4 grid grid-cols-[1fr_auto] gap-y-1.5 border-t border-line pt-3">
        {parts
          .filter(([, amount], at) => at < 2 || !isZero(amount))
          .map(([label, amount, tone]) => (
            <div key={label} className="contents">
              <dt className="text-mute">{label}</dt>
              <dd className={cx("text-end", !isZero(amount) && tone)}>
                <Money amount={amount} currency={balance.currency} />
              </dd>
            </div>
          ))}
      </dl>
      <Link
        href="/p/documents"
        className="mt-2 inline-flex min-h-11 items-center font-medium text-brand hover:underline"
      >
        {account.homeLink()} ›
      </Link>
    </Card>
  );
}

function HomeOutline() {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Card className="space-y-3 p-5">
        <Skeleton className="w-24" />
        <Skeleton className="h-9 w-56" />
        <Skeleton className="w-full" />
        <Skeleton className="w-full" />
      </Card>
      <Card>
        <SkeletonRows rows={5} />
      </Card>
    </div>
  );
}
