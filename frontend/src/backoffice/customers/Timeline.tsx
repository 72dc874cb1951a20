import { useState } from "react";
import { Link } from "wouter";
import type { DocumentKind, Page } from "../../shared/api/types";
import { formatInstant } from "../../shared/dates";
import { kindLabel } from "../../shared/labels";
import { useList } from "../../shared/lists";
import { useSession } from "../../shared/session";
import { FilterChips } from "../../shared/ui/FilterChips";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Money } from "../../shared/ui/Money";
import { Dot, type Tone } from "../../shared/ui/Status";
import * as m from "./messages";
import type { Happening } from "./types";

const words: Record<string, [() => string, Tone]> = {
  "statement.issued": [m.evStatementIssued, "brand"],
  "statement.revised": [m.evStatementRevised, "warn"],
  "statement.cancelled": [m.evStatementCancelled, "neutral"],
  "statement.viewed": [m.evStatementViewed, "neutral"],
  "statement.confirmed": [m.evStatementConfirmed, "ok"],
  "statement.agreed": [m.evStatementAgreed, "ok"],
  "statement.reminded": [m.evStatementReminded, "neutral"],
  "statement.task": [m.evStatementTask, "warn"],
  "statement.escalated": [m.evStatementEscalated, "bad"],
  "dispute.opened": [m.evDisputeOpened, "warn"],
  "dispute.written": [m.evDisputeWritten, "neutral"],
  "dispute.proposed": [m.evDisputeProposed, "brand"],
  "dispute.accepted": [m.evDisputeAccepted, "ok"],
  "dispute.returned": [m.evDisputeReturned, "warn"],
  "dispute.resolved": [m.evDisputeResolved, "ok"],
  "dispute.withdrawn": [m.evDisputeWithdrawn, "neutral"],
  "dispute.reopened": [m.evDisputeReopened, "warn"],
  "settlement.made": [m.evSettled, "ok"],
  "settlement.undone": [m.evUnsettled, "warn"],
  "mail.sent": [m.evMailSent, "neutral"],
  "mail.failed": [m.evMailFailed, "bad"],
  "mail.bounced": [m.evMailBounced, "bad"],
  "mail.queued": [m.evMailQueued, "neutral"],
  "mail.sending": [m.evMailQueued, "neutral"],
  "note.written": [m.evNote, "hold"],
};

function word(kind: string): [string, Tone] {
  const known = words[kind];
  if (known) return [known[0](), known[1]];
  return [kindLabel(kind.replace("document.", "") as DocumentKind), "brand"];
}

function hrefOf(it: Happening): string | undefined {
  if (it.dispute_id) return `/console/disputes?view=all&id=${it.dispute_id}`;
  if (it.document_id) return `/console/documents/${it.document_id}`;
  if (it.settlement_id) return `/console/allocation/settlements/${it.settlement_id}`;
  if (it.statement_id) return `/console/statements/${it.statement_id}`;
}

const sorts = ["statements", "disputes", "money", "mails", "notes"] as const;
type Sort = (typeof sorts)[number] | "all";

const sortWords: Record<Sort, () => string> = {
  all: m.all,
  statements: m.aboutStatements,
  disputes: m.aboutDisputes,
  money: m.aboutMoney,
  mails: m.aboutMails,
  notes: m.aboutNotes,
};

/** What happened with a customer, newest first: everything, or one sort of it. */
export function Timeline({ customer, about }: { customer: string; about?: Sort }) {
  const { organization } = useSession();
  const [sort, setSort] = useState<Sort>(about ?? "all");
  const list = useList<Page<Happening>>(`/customers/${customer}/timeline`, {
    about: sort === "all" ? undefined : sort,
  });
  const choices = about === "disputes" ? (["disputes", "mails", "notes"] as const) : (["all", ...sorts] as const);
  return (
    <Card>
      <CardHeading>{about === "disputes" ? m.tabThreads() : m.timeline()}</CardHeading>
      <div className="px-3 pb-2">
        <FilterChips
          label={m.timeline()}
          value={sort}
          choices={choices.map((value) => ({ value, label: sortWords[value]() }))}
          onChange={setSort}
        />
      </div>
      <Listed list={list} empty={<p className="px-4 pb-4 text-mute">{m.nothingHappened()}</p>}>
        {(items) => (
          <ol className="divide-y divide-line">
            {items.map((it) => (
              <Row key={`${it.kind} ${it.id}`} it={it} zone={organization.time_zone} />
            ))}
          </ol>
        )}
      </Listed>
    </Card>
  );
}

function Row({ it, zone }: { it: Happening; zone: string }) {
  const [label, tone] = word(it.kind);
  const href = hrefOf(it);
  const who = it.side === "system" && !it.kind.startsWith("mail") ? m.program() : it.who;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-2">
      <span className="min-w-0 break-words">
        <Dot tone={tone}>
          {it.label || !href ? (
            label
          ) : (
            <Link href={href} className="text-brand underline">
              {label}
            </Link>
          )}
        </Dot>{" "}
        {it.label &&
          (href ? (
            <Link href={href} className="num break-all text-brand underline">
              {it.label}
            </Link>
          ) : (
            <span className="break-all">{it.label}</span>
          ))}
        {it.text && <span className="block break-words whitespace-pre-wrap text-mute">{it.text}</span>}
        <span className="block text-[0.8125rem] text-mute">
          {[formatInstant(it.at, zone), who, it.side === "customer" && m.customerSide()].filter(Boolean).join(" · ")}
        </span>
      </span>
      {it.amount && it.currency && <Money amount={it.amount} currency={it.currency} className="font-medium" />}
    </li>
  );
}
