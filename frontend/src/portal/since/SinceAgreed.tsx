import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { get } from "../../shared/api/client";
import type { components } from "../../shared/api/schema";
import type { DocumentKind, StatementView } from "../../shared/api/types";
import { readersInstant } from "../../shared/dates";
import { kindLabel } from "../../shared/labels";
import { formatMoney } from "../../shared/money";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import { Money } from "../../shared/ui/Money";
import { Chip, type Tone } from "../../shared/ui/Status";
import * as m from "./messages";

type Since = components["schemas"]["SinceAgreed"];
type Changed = components["schemas"]["ChangedLine"];

const shownAtFirst = 8;

/** What a newer version shows otherwise than the one that was answered, and what ties this statement to others. */
export default function SinceAgreed({ statement, href }: { statement: StatementView; href: (no: number) => string }) {
  // Which lines of a newer version are left changes with the answers; of the first version nothing here does.
  const answered = statement.version > 1 ? statement.answered_count : 0;
  const { data } = useQuery({
    queryKey: ["statement", statement.id, "changes", statement.version, answered],
    queryFn: ({ signal }) => get<Since>(`/statements/${statement.id}/changes`, signal),
    placeholderData: (before) => before,
  });
  if (!data) return null;
  return (
    <>
      {data.version > 0 && data.lines.length > 0 && <Changes since={data} href={href} />}
      {data.earlier.length > 0 && <Earlier since={data} />}
      {data.later.length > 0 && <Later since={data} />}
    </>
  );
}

function Changes({ since, href }: { since: Since; href: (no: number) => string }) {
  const { organization } = useSession();
  const [all, setAll] = useState(false);
  const lines = [...since.lines].sort((a, b) => Number(a.answered) - Number(b.answered));
  const shown = all ? lines : lines.slice(0, shownAtFirst);
  return (
    <Card className="mt-4 border-brand p-4 sm:p-5">
      <h2 className="text-[1.0625rem] font-semibold">{since.agreed_by ? m.title() : m.titleSent()}</h2>
      <p className="mt-1 text-mute">
        {since.agreed_by &&
          since.agreed_at &&
          `${m.agreed({
            who: since.agreed_by,
            when: readersInstant(since.agreed_at, organization.time_zone),
            version: since.version,
          })} `}
        {since.reasons.map((reason) => m.reason({ reason })).join(" ")}
      </p>
      <p className="mt-2">
        <strong className="font-semibold">{since.left > 0 ? m.left({ count: since.left }) : m.noneLeft()}</strong>{" "}
        {since.kept > 0 && m.kept({ count: since.kept })}
      </p>
      <BeforeAfter
        label={m.closing()}
        before={since.closing_before}
        after={since.closing}
        currency={since.currency}
        className="mt-2"
      />
      <ul className="mt-3 divide-y divide-line border-t border-line">
        {shown.map((line) => (
          <li key={line.line_no}>
            <Row line={line} currency={since.currency} href={href(line.line_no)} />
          </li>
        ))}
      </ul>
      {shown.length < lines.length && (
        <Button className="mt-3" onClick={() => setAll(true)}>
          {m.showAll({ count: lines.length })}
        </Button>
      )}
    </Card>
  );
}

const tones: Record<string, Tone> = { added: "brand", changed: "warn", settled: "neutral", removed: "neutral" };
const words: Record<string, () => string> = {
  added: m.added,
  changed: m.changed,
  settled: m.settled,
  removed: m.removed,
};

function Row({ line, currency, href }: { line: Changed; currency: string; href: string }) {
  const moved = line.before !== line.after;
  return (
    <Link href={href} className="flex flex-wrap items-start gap-x-4 gap-y-1 py-3 hover:bg-sunken">
      <span className="min-w-0 flex-1 basis-40">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium break-all">{line.document_no}</span>
          <Chip tone={tones[line.what] ?? "neutral"}>{words[line.what]?.() ?? line.what}</Chip>
        </span>
        <span className="block text-[0.8125rem] text-mute">
          {m.line({ no: line.line_no })} · {kindLabel(line.kind as DocumentKind)}
          {line.description && ` · ${line.description}`}
        </span>
        <span className="block text-[0.8125rem] text-mute">
          {line.what === "removed" ? null : line.answered ? m.answered() : m.toCheck()}
        </span>
      </span>
      <span className="ms-auto grid justify-items-end gap-0.5">
        {line.what === "added" ? (
          <Money amount={line.after} currency={currency} className="font-semibold" />
        ) : (
          <>
            {moved && !line.brought_forward && (
              <BeforeAfter label={m.amount()} before={line.before} after={line.after} currency={currency} />
            )}
            {line.open_before !== line.open_after && (
              <BeforeAfter label={m.open()} before={line.open_before} after={line.open_after} currency={currency} />
            )}
            {line.due_before !== line.due_after && (
              <span className="num text-[0.8125rem]">
                {m.due()} {line.due_before ?? "–"} → {line.due_after ?? "–"}
              </span>
            )}
            {line.reworded && <span className="text-[0.8125rem] text-mute">{m.reworded()}</span>}
          </>
        )}
      </span>
    </Link>
  );
}

function BeforeAfter({
  label,
  before,
  after,
  currency,
  className,
}: {
  label: string;
  before: string;
  after: string;
  currency: string;
  className?: string;
}) {
  return (
    <span className={`flex flex-wrap items-center gap-x-2 ${className ?? ""}`}>
      <span className="text-[0.8125rem] text-mute">{label}</span>
      <span className="num text-mute">{formatMoney(before, currency)}</span>
      <ArrowRight className="size-3.5 shrink-0 text-mute" aria-hidden="true" />
      <span className="sr-only">→</span>
      <Money amount={after} currency={currency} className="font-semibold" />
    </span>
  );
}

function Later({ since }: { since: Since }) {
  return (
    <Card className="mt-4 p-4 sm:p-5">
      <h2 className="font-semibold">{m.later()}</h2>
      <p className="text-mute">{m.laterText()}</p>
      <ul className="mt-2 space-y-1.5">
        {since.later.map((it) => (
          <li key={it.document_id} className="flex flex-wrap items-baseline gap-x-3">
            <span className="min-w-0 break-words">
              {m.laterOf({ kind: kindLabel(it.kind as DocumentKind), no: it.document_no, of: it.of_no })}
            </span>
            <Money amount={it.amount} currency={since.currency} className="font-semibold" />
            {it.statement_id ? (
              <Link
                href={`/p/s/${it.statement_id}`}
                className="inline-flex min-h-11 items-center text-brand hover:underline"
              >
                {m.on({ statement: it.statement_no ?? "" })}
              </Link>
            ) : (
              <span className="text-mute">{m.onNext()}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Earlier({ since }: { since: Since }) {
  return (
    <Card className="mt-4 p-4 sm:p-5">
      <h2 className="font-semibold">{m.earlier()}</h2>
      <p className="text-mute">{m.earlierText()}</p>
      <ul className="mt-2 space-y-1.5">
        {since.earlier.map((it) => (
          <li key={it.document_id} className="flex flex-wrap items-baseline gap-x-3">
            <span className="min-w-0 break-words">
              {it.statement_id ? (
                <Link
                  href={`/p/s/${it.statement_id}`}
                  className="inline-flex min-h-11 items-center text-brand hover:underline"
                >
                  {m.earlierOf({
                    line: it.line_no ?? 0,
                    no: it.document_no,
                    of: it.of_no,
                    statement: it.statement_no ?? "",
                  })}
                </Link>
              ) : (
                m.earlierOfPlain({ line: it.line_no ?? 0, no: it.document_no, of: it.of_no })
              )}
            </span>
            <Money amount={it.amount} currency={since.currency} className="font-semibold" />
          </li>
        ))}
      </ul>
    </Card>
  );
}
