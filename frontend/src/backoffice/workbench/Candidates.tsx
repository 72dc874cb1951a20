import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { get, query } from "../../shared/api/client";
import { formatAmount } from "../../shared/money";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Chip } from "../../shared/ui/Status";
import { Skeleton } from "../../shared/ui/states";
import type { OpenItem, Suggestion, Suggestions } from "./data";
import * as m from "./messages";
import { extraWord, ruleWord } from "./words";

/** The ways in which a credit could be settled, for the panel and for the keys 1 to 9. */
export function useCandidates(customer: string, credit: string | undefined, on: string) {
  return useQuery({
    queryKey: ["allocation-candidates", customer, credit, on],
    queryFn: ({ signal }) =>
      get<Suggestions>(
        `/allocations/candidates${query({ customer_id: customer, credit_item: credit, effective_date: on })}`,
        signal,
      ),
    enabled: Boolean(credit && on),
    retry: false,
    staleTime: 30_000,
  });
}

/** What the credit at hand may be for, and why; a number takes it. */
export function Candidates({
  credit,
  found,
  debits,
  onTake,
  children,
}: {
  credit: OpenItem | undefined;
  found: Suggestions | undefined;
  debits: Map<string, OpenItem>;
  onTake: (suggestion: Suggestion) => void;
  children?: ReactNode;
}) {
  return (
    <Card className="min-w-0 xl:sticky xl:top-4">
      <CardHeading>{credit ? m.candidatesOf({ no: credit.document.document_no }) : m.candidates()}</CardHeading>
      <div className="px-4 pb-4">
        {!credit ? (
          <p className="text-mute">{m.pickCredit()}</p>
        ) : !found ? (
          <Skeleton className="w-2/3" />
        ) : found.suggestions.length === 0 ? (
          <p className="text-mute">{m.noCandidates()}</p>
        ) : (
          <ol className="space-y-2">
            {found.suggestions.map((it, at) => (
              <li key={`${it.rule}${it.takes.map((t) => t.item).join()}`}>
                <button
                  type="button"
                  onClick={() => onTake(it)}
                  className="flex w-full gap-3 rounded-(--radius-control) border border-line px-3 py-2 text-start hover:border-edge hover:bg-sunken"
                >
                  <kbd className="mt-0.5 h-5 shrink-0 rounded border border-edge bg-sunken px-1.5 font-mono text-[0.75rem]">
                    {at + 1}
                  </kbd>
                  <span className="min-w-0 flex-1">
                    <span className="flex flex-wrap items-center gap-2">
                      {ruleWord(it.rule, it.found)}
                      {it.certain && <Chip tone="ok">{m.certain()}</Chip>}
                    </span>
                    <span className="block text-[0.8125rem] break-words tabular-nums text-mute">
                      {[
                        ...it.takes
                          .slice(0, 4)
                          .map(
                            (t) =>
                              `${debits.get(t.item)?.document.document_no ?? "…"} ${formatAmount(t.amount, credit.currency)}`,
                          ),
                        ...(it.takes.length > 4 ? [`+${it.takes.length - 4}`] : []),
                        ...it.extras.map(extraWord),
                      ].join(" · ")}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ol>
        )}
      </div>
      {children}
    </Card>
  );
}
