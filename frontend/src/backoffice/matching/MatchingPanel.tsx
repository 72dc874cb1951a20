import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import * as words from "../../shared/matching/messages";
import type { MatchingView } from "../../shared/matching/types";
import { classLabel, classTone } from "../../shared/matching/words";
import { Card, CardHeading, Facts } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip, Dot } from "../../shared/ui/Status";
import * as m from "./messages";

/** What came of the customer's own ledger, beside its statement. */
export default function MatchingPanel({ statementId }: { statementId: string }) {
  const { data } = useQuery({
    queryKey: ["matching", statementId],
    queryFn: ({ signal }) => get<MatchingView>(`/statements/${statementId}/matching`, signal),
  });
  if (!data) return null;
  const current = data.matching;
  return (
    <Card className="pb-3">
      <CardHeading
        action={
          current && (
            <Chip tone={current.state === "completed" ? "ok" : "brand"}>
              {current.state === "completed"
                ? m.stateCompleted()
                : current.state === "matched"
                  ? m.stateMatched()
                  : m.stateUploaded()}
            </Chip>
          )
        }
      >
        {m.panel()}
      </CardHeading>
      {!current ? (
        <p className="px-4 text-mute">{m.none()}</p>
      ) : (
        <>
          <Facts
            className="px-4"
            facts={[
              [words.file(), current.file_name],
              [
                words.theirClosing(),
                current.their_closing && <Money key="c" amount={current.their_closing} currency={data.currency} />,
              ],
              ...current.classes.map((it): [string, React.ReactNode] => [
                classLabel(it.class),
                <Dot key={it.class} tone={classTone(it.class)}>
                  <span className="num">{words.groups({ count: it.groups })}</span>
                </Dot>,
              ]),
            ]}
          />
          {data.actions.report?.allowed && (
            <Link
              href={`/console/statements/${statementId}/reconciliation`}
              className="mt-1 inline-block px-4 font-medium text-brand hover:underline"
            >
              {m.openReport()}
            </Link>
          )}
        </>
      )}
    </Card>
  );
}
