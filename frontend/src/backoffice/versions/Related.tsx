import { Link } from "wouter";
import type { components } from "../../shared/api/schema";
import type { DocumentKind } from "../../shared/api/types";
import { kindLabel } from "../../shared/labels";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { type Difference, useDifference } from "./data";
import * as m from "./messages";

type Change = components["schemas"]["RelatedChange"];

/** What ties a statement to others: an amount that changes in a later period is a movement there, and this statement stays. */
export function Related({ difference }: { difference: Difference }) {
  return (
    <>
      {difference.later.length > 0 && (
        <Card className="mt-4 pb-3">
          <CardHeading>{m.later()}</CardHeading>
          <p className="px-4 text-mute">{m.laterText()}</p>
          <List
            changes={difference.later}
            currency={difference.currency}
            words={(it) => m.laterOf({ kind: kindLabel(it.kind as DocumentKind), no: it.document_no, of: it.of_no })}
            next
          />
        </Card>
      )}
      {difference.earlier.length > 0 && (
        <Card className="mt-4 pb-3">
          <CardHeading>{m.earlier()}</CardHeading>
          <p className="px-4 text-mute">{m.earlierText()}</p>
          <List
            changes={difference.earlier}
            currency={difference.currency}
            words={(it) => m.earlierOf({ line: it.line_no ?? 0, no: it.document_no, of: it.of_no })}
          />
        </Card>
      )}
    </>
  );
}

function List({
  changes,
  currency,
  words,
  next = false,
}: {
  changes: Change[];
  currency: string;
  words: (it: Change) => string;
  next?: boolean;
}) {
  return (
    <ul className="mt-1 space-y-1 px-4">
      {changes.map((it) => (
        <li key={`${it.document_id} ${it.of_id}`} className="flex flex-wrap items-baseline gap-x-3">
          <Link
            href={`/console/documents/${it.document_id}`}
            className="min-w-0 break-words text-brand hover:underline"
          >
            {words(it)}
          </Link>
          <Money amount={it.amount} currency={currency} className="font-semibold" />
          {it.statement_id ? (
            <Link href={`/console/statements/${it.statement_id}`} className="text-brand hover:underline">
              {m.on({ statement: it.statement_no ?? "" })}
            </Link>
          ) : (
            next && <span className="text-mute">{m.onNext()}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The same of a statement's own page. */
export default function RelatedCard({ id }: { id: string }) {
  const { data } = useDifference(id);
  return data ? <Related difference={data} /> : null;
}
