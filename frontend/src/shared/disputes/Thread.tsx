import { Lock } from "lucide-react";
import type { Attachment, DisputeMessage, Reader } from "../api/types";
import { Files } from "../attachments/Files";
import * as a from "../attachments/messages";
import { cx } from "../classes";
import { formatInstant } from "../dates";
import { isEnglish } from "../i18n/locale";
import * as m from "../messages";
import { formatMoney } from "../money";
import { useSession } from "../session";
import { eventLabel } from "./eventLabel";

/** What both sides wrote and what happened, oldest first, in one thread. */
export function Thread({
  messages,
  readers = [],
  currency,
  timeZone,
  onWithdraw,
}: {
  messages: DisputeMessage[];
  readers?: Reader[];
  currency: string;
  timeZone: string;
  onWithdraw?: (file: Attachment) => void;
}) {
  const { audience } = useSession();
  const mine = audience === "portal" ? "customer" : "staff";
  const seen = seenAt(messages, readers, mine);
  return (
    <ol aria-label={m.conversation()} className="space-y-4">
      {messages.map((it) => (
        <li key={it.id}>
          <Entry message={it} currency={currency} timeZone={timeZone} onWithdraw={onWithdraw} />
          <Seen readers={seen.get(it.id) ?? []} timeZone={timeZone} />
        </li>
      ))}
    </ol>
  );
}

/** People of the other side, by the last message of ours that they have read. */
export function seenAt(
  messages: DisputeMessage[],
  readers: Reader[],
  mine: "customer" | "staff",
): Map<string, Reader[]> {
  const seen = new Map<string, Reader[]>();
  for (const reader of readers) {
    if (reader.side === mine) continue;
    const upTo = messages.slice(0, messages.findIndex((it) => it.id === reader.last_message) + 1);
    const last = upTo.findLast((it) => it.side === mine && !it.internal);
    if (last) seen.set(last.id, [...(seen.get(last.id) ?? []), reader]);
  }
  return seen;
}

/** Who has read up to here: the last three, so that a large desk does not fill the page. */
function Seen({ readers, timeZone }: { readers: Reader[]; timeZone: string }) {
  const last = readers.at(-1);
  if (!last) return null;
  return (
    <p className="mt-1 text-end text-[0.75rem] text-mute">
      {a.seenBy({
        who: readers
          .slice(-3)
          .map((it) => it.name)
          .join(isEnglish() ? ", " : "、"),
        when: formatInstant(last.seen_at, timeZone),
      })}
    </p>
  );
}

/** What was proposed: an amount, or the word for none, for a refusal of nothing is no amount of zero. */
function proposed({ kind, data }: DisputeMessage, currency: string): string | undefined {
  if (typeof data?.amount !== "string") return undefined;
  if (data.decision !== "reject" && data.decision !== "disagree") return formatMoney(data.amount, currency);
  return kind !== "proposed" ? undefined : data.decision === "reject" ? m.outcomeRejected() : m.outcomeDisagreement();
}

function Entry({
  message,
  currency,
  timeZone,
  onWithdraw,
}: {
  message: DisputeMessage;
  currency: string;
  timeZone: string;
  onWithdraw?: (file: Attachment) => void;
}) {
  const event = eventLabel(message);
  const when = <time dateTime={message.created_at}>{formatInstant(message.created_at, timeZone)}</time>;
  const figure = proposed(message, currency);
  const mentioned = message.data?.mentions;
  if (event && !message.text && message.attachments.length === 0) {
    return (
      <p className="flex flex-wrap items-center justify-center gap-x-2 text-center text-[0.8125rem] text-mute">
        <span>{event}</span>
        {figure && <span className="num">{figure}</span>}
        {when}
      </p>
    );
  }
  return (
    <div className={cx("flex gap-3", message.mine && "flex-row-reverse")}>
      <span
        aria-hidden="true"
        className={cx(
          "grid size-8 shrink-0 place-items-center rounded-full text-[0.8125rem] font-medium",
          message.mine ? "bg-brand text-brand-ink" : "bg-line text-ink",
        )}
      >
        {message.author_name.slice(0, 1)}
      </span>
      <div
        className={cx(
          "min-w-0 max-w-[40rem] rounded-(--radius-control) border px-3.5 py-2.5",
          message.internal
            ? "border-dashed border-hold bg-hold-bg"
            : message.mine
              ? "border-transparent bg-brand-bg"
              : "border-line bg-surface",
        )}
      >
        <p className="flex flex-wrap items-center gap-x-2 text-[0.8125rem] text-mute">
          <span>{event ?? (message.mine ? m.you() : message.author_name)}</span>
          {when}
          {message.internal && (
            <span className="inline-flex items-center gap-1 font-medium text-hold">
              <Lock className="size-3" aria-hidden="true" />
              {m.internalNote()}
            </span>
          )}
        </p>
        {figure && <p className="num font-semibold">{figure}</p>}
        {message.text && <p className="break-words whitespace-pre-wrap">{message.text}</p>}
        {typeof mentioned === "string" && (
          <p className="text-[0.8125rem] text-mute">{a.mentioned({ who: mentioned })}</p>
        )}
        <Files files={message.attachments} onWithdraw={onWithdraw} />
      </div>
    </div>
  );
}
