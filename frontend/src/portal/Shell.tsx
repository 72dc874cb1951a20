import {
  CircleQuestionMark,
  CircleUserRound,
  FileText,
  House,
  LogOut,
  MessageSquareWarning,
  ReceiptText,
  Settings,
} from "lucide-react";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { Link, useLocation } from "wouter";
import type { Session } from "../shared/api/types";
import { cx } from "../shared/classes";
import { isEnglish } from "../shared/i18n/locale";
import * as shared from "../shared/messages";
import { nameOf } from "../shared/names";
import { leave, useSession, useSwitch } from "../shared/session";
import { BrandMark } from "../shared/ui/Brand";
import { Menu, MenuButton, MenuHeading } from "../shared/ui/Menu";
import * as m from "./messages";

const UnreadCount = lazy(() => import("../shared/disputes/UnreadCount"));

const places = [
  { href: "/p", label: m.navHome, Icon: House, within: (at: string) => at === "/p" },
  {
    href: "/p/statements",
    label: m.navStatements,
    Icon: ReceiptText,
    within: (at: string) => at.startsWith("/p/statements") || at.startsWith("/p/s/"),
  },
  {
    href: "/p/disputes",
    label: m.navDisputes,
    Icon: MessageSquareWarning,
    within: (at: string) => at.startsWith("/p/disputes"),
  },
  {
    href: "/p/documents",
    label: m.navDocuments,
    Icon: FileText,
    within: (at: string) => at.startsWith("/p/documents"),
  },
];

/** What surrounds every page of the portal. On phones the places are at the bottom, except on a statement. */
export function Shell({ children }: { children: ReactNode }) {
  const [at, navigate] = useLocation();
  const session = useSession();
  const onStatement = at.startsWith("/p/s/");

  useEffect(() => {
    document.title = m.pageTitle();
  }, []);

  return (
    <div className={cx("flex min-h-dvh flex-col", !onStatement && "pb-16 sm:pb-0")}>
      <a
        href="#content"
        className="sr-only z-50 rounded bg-brand px-4 py-3 text-brand-ink focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
      >
        {shared.skipToContent()}
      </a>
      <header className="no-print border-b border-line bg-surface">
        <div className="mx-auto flex min-h-14 max-w-7xl items-center gap-1 ps-4 pe-2 sm:gap-3">
          <Link href="/p" className="flex min-h-11 min-w-0 items-center gap-2.5 rounded-lg">
            <BrandMark className="size-7 shrink-0" />
            <span className="min-w-0">
              <span className="block truncate font-semibold">{customerName(session)}</span>
              {(session.customers ?? []).length > 1 && (
                <span className="block truncate text-[0.75rem] text-mute">{nameOf(session.organization)}</span>
              )}
            </span>
          </Link>
          {session.development && (
            <span className="hidden shrink-0 rounded-full bg-hold-bg px-2 text-[0.75rem] text-hold md:inline">
              {shared.developmentBadge()}
            </span>
          )}
          {session.link && <span className="ms-auto" />}
          <nav aria-label={m.navLabel()} className={cx("ms-auto hidden items-center", !session.link && "sm:flex")}>
            {places.map(({ href, label, within }) => (
              <Link
                key={href}
                href={href}
                aria-current={within(at) ? "page" : undefined}
                className={cx(
                  "flex min-h-14 items-center border-b-2 px-3 font-medium md:px-4",
                  within(at) ? "border-brand text-brand" : "border-transparent text-mute hover:text-ink",
                )}
              >
                {label()}
                <News href={href} className="ms-1.5" />
              </Link>
            ))}
          </nav>
          <LanguageButton />
          <AccountMenu session={session} openSettings={() => navigate("/p/settings")} />
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-7xl flex-1 px-3 py-4 outline-none sm:px-4 sm:py-6"
      >
        {children}
      </main>
      {!onStatement && !session.link && (
        <nav
          aria-label={m.navLabel()}
          className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-4 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
        >
          {places.map(({ href, label, Icon, within }) => (
            <Link
              key={href}
              href={href}
              aria-current={within(at) ? "page" : undefined}
              className={cx(
                "flex min-h-14 min-w-0 flex-col items-center justify-center gap-0.5 text-[0.75rem]",
                within(at) ? "font-medium text-brand" : "text-mute",
              )}
            >
              <span className="relative">
                <Icon className="size-5" aria-hidden="true" />
                <News href={href} className="absolute -top-1.5 start-3.5" />
              </span>
              {label()}
            </Link>
          ))}
        </nav>
      )}
    </div>
  );
}

/** What is new in a place: so far, in disputes. */
function News({ href, className }: { href: string; className: string }) {
  if (href !== "/p/disputes") return null;
  return (
    <span className={className}>
      <Suspense>
        <UnreadCount />
      </Suspense>
    </span>
  );
}

function customerName(session: Session): string {
  const customer = session.customer;
  if (!customer) return shared.productName();
  return nameOf(customer);
}

function LanguageButton() {
  const change = useSwitch();
  const other = isEnglish() ? "zh-CN" : "en";
  return (
    <button
      type="button"
      lang={other}
      disabled={change.isPending}
      onClick={() => change.mutate({ locale: other })}
      className="no-print ms-auto min-h-11 min-w-11 shrink-0 rounded-xl px-2 font-medium text-mute hover:bg-sunken hover:text-ink sm:ms-0"
    >
      {other === "en" ? "EN" : "中文"}
    </button>
  );
}

function AccountMenu({ session, openSettings }: { session: Session; openSettings: () => void }) {
  const change = useSwitch();
  const [, navigate] = useLocation();
  const others = session.customers ?? [];
  return (
    <Menu
      label={`${shared.account()}: ${session.person.name}`}
      button={
        <>
          <CircleUserRound className="size-6 text-mute" aria-hidden="true" />
          <span className="hidden max-w-32 truncate lg:inline">{session.person.name}</span>
        </>
      }
    >
      <MenuHeading>
        {session.person.name}
        <br />
        {session.person.email}
      </MenuHeading>
      {others.length > 1 && (
        <>
          <MenuHeading>{shared.switchCustomer()}</MenuHeading>
          {others.map((it) => (
            <MenuButton
              key={it.id}
              current={it.id === session.customer?.id}
              onClick={() => change.mutate({ customer_id: it.id }, { onSuccess: () => navigate("/p") })}
            >
              <span>
                {it.name}
                <span className="block text-[0.8125rem] font-normal text-mute">{it.organization_name}</span>
              </span>
            </MenuButton>
          ))}
        </>
      )}
      {!session.link && (
        <MenuButton onClick={openSettings}>
          <Settings className="size-4" aria-hidden="true" />
          {m.navSettings()}
        </MenuButton>
      )}
      <MenuButton onClick={() => navigate("/p/help")}>
        <CircleQuestionMark className="size-4" aria-hidden="true" />
        {m.navHelp()}
      </MenuButton>
      <MenuButton onClick={() => void leave()}>
        <LogOut className="size-4" aria-hidden="true" />
        {shared.signOut()}
      </MenuButton>
    </Menu>
  );
}
