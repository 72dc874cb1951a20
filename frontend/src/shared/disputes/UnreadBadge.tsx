import * as a from "../attachments/messages";

/** A number that is read out with what it counts; nothing for none. */
export function UnreadBadge({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="num relative inline-grid min-w-5 place-items-center rounded-full bg-brand px-1.5 text-[0.75rem] leading-5 font-medium text-brand-ink">
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <span className="sr-only">{a.unread({ count })}</span>
    </span>
  );
}
