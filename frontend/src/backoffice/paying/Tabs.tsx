import { Link } from "wouter";
import { cx } from "../../shared/classes";
import * as m from "./messages";

const tabs: [href: string, label: () => string][] = [
  ["/console/payments", m.tabPayments],
  ["/console/payments/events", m.tabEvents],
  ["/console/payments/refunds", m.tabRefunds],
  ["/console/payments/clearing", m.tabClearing],
  ["/console/payments/payouts", m.tabPayouts],
];

/** The pages of online payments, side by side. */
export function Tabs({ at }: { at: string }) {
  return (
    <nav aria-label={m.tabs()} className="hide-scrollbar mb-4 flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map(([href, label]) => (
        <Link
          key={href}
          href={href}
          aria-current={at === href ? "page" : undefined}
          className={cx(
            "-mb-px flex min-h-9 shrink-0 items-center border-b-2 px-3 font-medium",
            at === href ? "border-brand text-brand" : "border-transparent text-mute hover:text-ink",
          )}
        >
          {label()}
        </Link>
      ))}
    </nav>
  );
}
