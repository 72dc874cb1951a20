import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { newIntent, post } from "../../shared/api/client";
import { formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { RadioCards } from "../../shared/ui/Field";
import { Card, Facts, PageTitle } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Empty, Failure, Notice, WriteFailure } from "../../shared/ui/states";
import { useParams } from "../../shared/useParams";
import { Opening } from "../Opening";
import { Lines } from "./Lines";
import * as m from "./messages";
import type { Payment, Quote, Transfer } from "./types";
import { mayNotPay, wayHint, wayLabel } from "./words";

/** What the payer picked: an item with a part of it, or all of it. Undefined: everything that may be paid. */
export type Picked = Map<string, string | undefined>;

/** Choose what to pay, of a statement or of everything that is open; every figure comes from the server. */
export default function PayPage({ id }: { id?: string }) {
  const [, go] = useLocation();
  const [params] = useParams();
  const client = useQueryClient();
  const { link } = useSession();
  const currency = params.get("currency") ?? "CNY";
  const [picked, setPicked] = useState<Picked>();
  const [useCredits, setUseCredits] = useState(false);
  const [way, setWay] = useState<string>();
  const [intent, setIntent] = useState(newIntent);
  const summary = useRef<HTMLElement | null>(null);
  const [summed, setSummed] = useState(false);
  const watchSummary = useCallback((aside: HTMLElement | null) => {
    summary.current = aside;
    if (!aside) return;
    const seen = new IntersectionObserver(([entry]) => setSummed(entry?.isIntersecting ?? false));
    seen.observe(aside);
    return () => seen.disconnect();
  }, []);
  const asked = {
    ...(id ? { statement: id } : { currency }),
    ...(picked ? { lines: [...picked].map(([item, amount]) => ({ item, amount })) } : {}),
    use_credits: useCredits,
  };
  const nothing = picked?.size === 0;
  const quote = useQuery({
    queryKey: ["pay", "quote", asked],
    queryFn: () => post<Quote>("/payments/quote", asked),
    enabled: !nothing,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const pay = useMutation({
    mutationFn: (provider: string) =>
      post<Payment>("/payments", { ...asked, provider, total: quote.data?.total }, intent),
    onSuccess: (begun) => {
      for (const key of [["pay", "of"], ["list"]]) void client.invalidateQueries({ queryKey: key });
      if (begun.address && !begun.address.startsWith(window.location.origin)) window.location.assign(begun.address);
      else go(begun.address ? new URL(begun.address).pathname : `/p/pay/${begun.id}`);
    },
    onError: () => {
      setIntent(newIntent);
      void quote.refetch();
    },
  });
  const refer = useMutation({
    mutationFn: () => post<Transfer>("/transfers", { ...asked, total: quote.data?.total }, intent),
    onSuccess: (made) => {
      for (const key of [["pay", "of"], ["list"]]) void client.invalidateQueries({ queryKey: key });
      go(`/p/transfers/${made.id}`);
    },
    onError: () => {
      setIntent(newIntent);
      void quote.refetch();
    },
  });
  const back = id ? `/p/s/${id}` : "/p/documents";
  const shown = useRef<Quote | undefined>(undefined); // a part that is refused takes nothing of the page away
  if (quote.data) shown.current = quote.data;
  const data = quote.data ?? shown.current;
  if (quote.error && !data) {
    return mayNotPay(quote.error) ? (
      <Empty kind="nothing" title={m.payTitle()} page>
        {m.mayNot()}
      </Empty>
    ) : (
      <Failure error={quote.error} onRetry={() => void quote.refetch()} />
    );
  }
  if (!data) return <Opening />;
  const ways = [...data.ways, "transfer"];
  const chosenWay = way ?? ways[0] ?? "transfer";
  const total = formatMoney(data.total, data.currency);
  return (
    <>
      <Link href={back} className="inline-flex min-h-11 items-center text-mute hover:text-ink">
        ‹ {data.statement_no ? m.ofStatement({ no: data.statement_no }) : m.ofAccount({ currency: data.currency })}
      </Link>
      <PageTitle
        action={
          !link && (
            <Link href="/p/payments" className="inline-flex min-h-11 items-center font-medium text-brand">
              {m.payments()}
            </Link>
          )
        }
      >
        {m.payTitle()}
      </PageTitle>
      {data.lines.length === 0 ? (
        <Card>
          <Empty kind="done" title={m.notOpen()}>
            {m.notOpenHint()}
          </Empty>
        </Card>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:items-start">
          <div className="min-w-0 space-y-4">
            <Lines
              quote={data}
              picked={picked}
              onPick={(next) => {
                setPicked(next);
                setIntent(newIntent);
              }}
            />
            {data.more && <Notice tone="info">{m.tooMany()}</Notice>}
            {!summed && (
              <div className="sticky bottom-18 z-20 flex min-h-14 items-center justify-between gap-3 rounded-(--radius-card) border border-line bg-surface py-1.5 ps-4 pe-2 shadow-lift sm:bottom-3 lg:hidden">
                <span>
                  <span className="block text-[0.8125rem] text-mute">{m.total()}</span>
                  <span className="num font-semibold">{nothing ? "—" : total}</span>
                </span>
                <Button onClick={() => summary.current?.scrollIntoView({ block: "start" })}>{m.toPay()}</Button>
              </div>
            )}
          </div>
          <aside ref={watchSummary} className="scroll-mt-4 space-y-4 lg:sticky lg:top-4">
            <Card className="p-4">
              {data.credits.length > 0 && (
                <label className="mb-2 flex min-h-11 items-center gap-3">
                  <input
                    type="checkbox"
                    className="size-5 shrink-0"
                    checked={useCredits}
                    onChange={(event) => {
                      setUseCredits(event.target.checked);
                      setIntent(newIntent);
                    }}
                  />
                  <span>
                    {m.withCredits()}
                    <span className="block text-[0.8125rem] text-mute">
                      {m.creditsHint({
                        count: data.credits.length,
                        amount: formatMoney(data.credits_open, data.currency),
                      })}
                    </span>
                  </span>
                </label>
              )}
              <h2 className="font-semibold">{m.summary()}</h2>
              <Facts
                className="mt-1"
                facts={[
                  [m.chosen(), !nothing && <Money key="c" amount={data.chosen} currency={data.currency} />],
                  [m.discount(), data.discounted && !nothing && `− ${formatMoney(data.discount, data.currency)}`],
                  [m.credits(), useCredits && !nothing && `− ${formatMoney(data.credits_used, data.currency)}`],
                ]}
              />
              <p className="mt-2 flex flex-wrap items-baseline justify-between gap-x-3 border-t border-line pt-2">
                <span className="font-medium">{m.total()}</span>
                <span
                  className={`num text-[1.375rem] font-semibold${quote.isFetching ? " text-mute" : ""}`}
                  data-testid="pay-total"
                  aria-live="polite"
                  aria-busy={quote.isFetching || undefined}
                >
                  {nothing ? "—" : total}
                </span>
              </p>
            </Card>
            <Card className="p-4">
              <div className="space-y-4">
                <RadioCards
                  legend={m.how()}
                  name="way"
                  value={chosenWay}
                  choices={ways.map((it) => ({ value: it, label: wayLabel(it), hint: wayHint(it) }))}
                  onChange={(next) => {
                    setWay(next);
                    setIntent(newIntent);
                  }}
                />
                {useCredits && !nothing && !data.payable && <Notice tone="info">{m.covered()}</Notice>}
                <Button
                  look="primary"
                  className="w-full"
                  busy={pay.isPending || refer.isPending}
                  disabled={nothing || !data.payable || quote.isFetching || Boolean(quote.error)}
                  onClick={() => (chosenWay === "transfer" ? refer.mutate() : pay.mutate(chosenWay))}
                >
                  {nothing ? m.payTitle() : chosenWay === "transfer" ? m.getReference() : m.payNow({ amount: total })}
                </Button>
                <WriteFailure error={pay.error ?? refer.error ?? quote.error} />
              </div>
            </Card>
          </aside>
        </div>
      )}
    </>
  );
}
