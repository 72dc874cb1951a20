import { Link } from "wouter";
import { formatDate } from "../../shared/dates";
import { isEnglish } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { isZero } from "../../shared/money";
import { Money } from "../../shared/ui/Money";
import { Chip } from "../../shared/ui/Status";
import * as people from "../people/messages";
import * as m from "./messages";
import type { Profile } from "./types";

type Word = Profile["words"][number];

function wordOf(word: Word): string {
  const { count = 0, days = 0 } = word;
  switch (word.code) {
    case "overdue":
      return m.wordOverdue({ days });
    case "overdue_long":
      return m.wordOverdueLong({ days });
    case "disputed":
      return m.wordDisputed({ count });
    case "unanswered":
      return m.wordUnanswered({ count });
    case "mail_failed":
      return m.wordMailFailed({ count });
    case "no_contact":
      return m.wordNoContact();
    case "no_tax_id":
      return m.wordNoTaxId();
    case "inactive":
      return people.inactive();
  }
}

const tabOf: Record<Word["code"], string> = {
  overdue: "items",
  overdue_long: "items",
  disputed: "disputes",
  unanswered: "statements",
  mail_failed: "contacts",
  no_contact: "contacts",
  no_tax_id: "terms",
  inactive: "log",
};

/** What to know before one speaks to the customer; each word leads to what it is about. */
export function Words({ customer, profile }: { customer: string; profile: Profile }) {
  if (profile.words.length === 0 && profile.groups.length === 0) return null;
  return (
    <p className="mt-2 flex flex-wrap items-center gap-2">
      {profile.words.map((it) => (
        <Link key={it.code} href={`/console/customers/${customer}?tab=${tabOf[it.code]}`}>
          <Chip tone={it.tone} className="hover:underline">
            {wordOf(it)}
          </Chip>
        </Link>
      ))}
      {profile.groups
        .filter((it) => it.today)
        .map((it) => (
          <Link key={it.id} href={`/console/customers/groups/${it.id}`} className="text-brand hover:underline">
            {m.memberOf()} {(isEnglish() && it.name_en) || it.name}{" "}
            <span className="text-mute">{m.withOthers({ count: it.others })}</span>
          </Link>
        ))}
    </p>
  );
}

/** The figures of each currency, each a way to what it is made of. */
export function Figures({ customer, profile }: { customer: string; profile: Profile }) {
  const at = (tab: string, more = "") => `/console/customers/${customer}?tab=${tab}${more}`;
  return (
    <div className="flex flex-wrap gap-x-10 gap-y-3">
      {profile.currencies.map((it) => (
        <div key={it.currency}>
          <p className="text-mute">
            {shared.balance()} · {it.currency}
          </p>
          <Link href={at("items", `&currency=${it.currency}`)} className="hover:underline">
            <Money
              amount={it.balance}
              currency={it.currency}
              className="block text-[1.375rem] leading-tight font-semibold"
            />
          </Link>
          <ul className="text-[0.8125rem]">
            {!isZero(it.overdue) && (
              <li>
                <Link
                  href={at("items", `&currency=${it.currency}`)}
                  className="inline-block min-h-6 leading-6 text-bad hover:underline"
                >
                  {shared.overdue()} <Money amount={it.overdue} currency={it.currency} />
                </Link>
              </li>
            )}
            {it.disputes > 0 && (
              <li>
                <Link href={at("disputes")} className="inline-block min-h-6 leading-6 text-warn hover:underline">
                  {m.disputedAmount()} <Money amount={it.disputed} currency={it.currency} />
                </Link>
              </li>
            )}
            {it.next_due && it.next_due_amount && (
              <li>
                <Link
                  href={at("items", `&currency=${it.currency}`)}
                  className="inline-block min-h-6 leading-6 hover:underline"
                >
                  {m.nextDue({ date: formatDate(it.next_due) })}{" "}
                  <Money amount={it.next_due_amount} currency={it.currency} />
                </Link>
              </li>
            )}
            {it.last_paid && it.last_amount && (
              <li>
                <Link
                  href={`/console/documents/${it.last_document}`}
                  className="inline-block min-h-6 leading-6 hover:underline"
                >
                  {m.lastPaid({ date: formatDate(it.last_paid) })}{" "}
                  <Money amount={it.last_amount} currency={it.currency} />
                </Link>
              </li>
            )}
            {it.dso !== undefined && (
              <li title={m.dsoHint()} className="text-mute">
                {m.dso({ days: it.dso })}
              </li>
            )}
          </ul>
        </div>
      ))}
    </div>
  );
}
