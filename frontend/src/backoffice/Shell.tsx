import {
  ChevronsUpDown,
  CircleUserRound,
  Languages,
  LogOut,
  type LucideIcon,
  Menu as MenuIcon,
  MonitorCog,
  Moon,
  Search,
  Sun,
} from "lucide-react";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { cx } from "../shared/classes";
import { isEnglish } from "../shared/i18n/locale";
import * as shared from "../shared/messages";
import { leave, useSession, useSwitch } from "../shared/session";
import { useShortcuts } from "../shared/shortcuts";
import { setTheme, type Theme } from "../shared/theme";
import { BrandMark } from "../shared/ui/Brand";
import { IconButton } from "../shared/ui/Button";
import { Menu, MenuButton, MenuHeading } from "../shared/ui/Menu";
import * as m from "./messages";
import { places, wings } from "./places";

const Palette = lazy(() => import("./Palette"));
const Help = lazy(() => import("./Help"));
const Bell = lazy(() => import("./inbox/Bell"));
const UnreadCount = lazy(() => import("../shared/disputes/UnreadCount"));

/** The place that an address belongs to: of several the one that says more of it. */
function placeOf(at: string) {
  const around = places.filter((it) => at === it.href || (it.href !== "/console" && at.startsWith(it.href)));
  return around.sort((a, b) => b.href.length - a.href.length)[0];
}

export function Shell({ children }: { children: ReactNode }) {
  const [at, navigate] = useLocation();
  const [open, setOpen] = useState<"palette" | "help" | "places">();
  const full = at === "/console/disputes";

  useEffect(() => {
    const place = placeOf(at);
    document.title = place ? `${place.label()} · ${m.pageTitle()}` : m.pageTitle();
    setOpen((now) => (now === "places" ? undefined : now));
  }, [at]);

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.isComposing) {
        event.preventDefault();
        setOpen((now) => (now === "palette" ? undefined : "palette"));
      }
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  useShortcuts({
    "?": () => setOpen("help"),
    "/": () => document.querySelector<HTMLElement>("main [data-search]")?.focus(),
    ...Object.fromEntries(places.map((it) => [`g ${it.key}`, () => navigate(it.href)])),
  });

  return (
    <div className={cx("flex min-h-dvh", full && "h-dvh overflow-hidden print:h-auto")}>
      <a
        href="#content"
        className="sr-only z-50 rounded bg-brand px-4 py-3 text-brand-ink focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
      >
        {shared.skipToContent()}
      </a>
      <SideBar at={at} open={open === "places"} onClose={() => setOpen(undefined)} />
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="no-print sticky top-0 z-20 flex min-h-12 items-center gap-2 border-b border-line bg-surface px-3">
          <IconButton label={m.openMenu()} className="md:hidden" onClick={() => setOpen("places")}>
            <MenuIcon className="size-5" aria-hidden="true" />
          </IconButton>
          <button
            type="button"
            onClick={() => setOpen("palette")}
            className="flex min-h-8 w-full max-w-96 min-w-0 items-center gap-2 rounded-md border border-line bg-sunken px-2.5 text-start text-mute hover:border-edge"
          >
            <Search className="size-4 shrink-0" aria-hidden="true" />
            <span className="min-w-0 flex-1 truncate">{m.searchEverything()}</span>
            <kbd className="hidden rounded border border-line bg-surface px-1.5 font-mono text-[0.6875rem] sm:inline">
              Ctrl K
            </kbd>
          </button>
          <div className="ms-auto flex items-center gap-1">
            <Organization />
            <Suspense>
              <Bell />
            </Suspense>
            <Account openHelp={() => setOpen("help")} />
          </div>
        </header>
        <main
          id="content"
          tabIndex={-1}
          className={cx(
            "min-h-0 flex-1 outline-none",
            full ? "flex flex-col" : "mx-auto w-full max-w-[100rem] p-3 sm:p-5",
          )}
        >
          {children}
        </main>
      </div>
      <Suspense>
        {open === "palette" && <Palette onClose={() => setOpen(undefined)} />}
        {open === "help" && <Help onClose={() => setOpen(undefined)} />}
      </Suspense>
    </div>
  );
}

/** The rooms: a full column from 1280 px, icons with their names below from 900 px, a sheet on anything smaller. */
function SideBar({ at, open, onClose }: { at: string; open: boolean; onClose: () => void }) {
  // Who only administers reads no disputes; asking all the same would be refused, and logged as tried.
  const reads = useSession().roles.some((role) => role !== "administrator");
  return (
    <>
      {open && (
        <button
          type="button"
          aria-label={shared.close()}
          onClick={onClose}
          className="fixed inset-0 z-30 bg-veil md:hidden"
        />
      )}
      <nav
        aria-label={m.navLabel()}
        className={cx(
          "z-40 flex shrink-0 flex-col gap-0.5 border-e border-line bg-surface p-2",
          "max-md:fixed max-md:inset-y-0 max-md:start-0 max-md:w-60 max-md:shadow-float",
          !open && "max-md:hidden",
          "overflow-y-auto md:sticky md:top-0 md:h-dvh md:w-[4.75rem] xl:w-[12.5rem]",
        )}
      >
        <Link
          href="/console"
          className="mb-2 flex min-h-9 items-center gap-2.5 rounded-md px-2.5 md:max-xl:justify-center"
        >
          <BrandMark className="size-6 shrink-0" />
          <span className="text-[0.9375rem] font-semibold md:max-xl:sr-only">{shared.productName()}</span>
        </Link>
        {wings.map((wing) => (
          <div key={wing.label()} className="flex flex-col gap-0.5">
            <h2 className="px-2.5 pt-3 pb-1 text-[0.75rem] text-mute md:max-xl:sr-only">{wing.label()}</h2>
            {wing.places.map(({ href, label, Icon }) => (
              <Link
                key={href}
                href={href}
                aria-current={placeOf(at)?.href === href ? "page" : undefined}
                className={cx(
                  "relative flex min-h-9 items-center gap-3 rounded-md px-2.5 md:max-xl:flex-col md:max-xl:justify-center md:max-xl:gap-0.5 md:max-xl:px-0.5 md:max-xl:py-1.5 md:max-xl:text-center md:max-xl:text-[0.6875rem] md:max-xl:leading-tight",
                  placeOf(at)?.href === href
                    ? "bg-brand-bg font-medium text-brand"
                    : "text-mute hover:bg-sunken hover:text-ink",
                )}
              >
                <Icon className="size-[1.125rem] shrink-0" aria-hidden="true" />
                {label()}
                {href === "/console/disputes" && reads && (
                  <span className="md:max-xl:absolute md:max-xl:end-1 md:max-xl:top-0.5 xl:ms-auto">
                    <Suspense>
                      <UnreadCount />
                    </Suspense>
                  </span>
                )}
              </Link>
            ))}
          </div>
        ))}
      </nav>
    </>
  );
}

function Organization() {
  const session = useSession();
  const change = useSwitch();
  const [, navigate] = useLocation();
  const name = (isEnglish() && session.organization.name_en) || session.organization.name;
  const others = session.organizations ?? [];
  const label = (
    <span className="flex items-center gap-2">
      <span className="max-w-56 truncate max-sm:sr-only xl:max-w-96" title={name}>
        {name}
      </span>
      {session.development && (
        <span className="rounded-full bg-hold-bg px-2 text-[0.75rem] text-hold max-sm:hidden">
          {shared.developmentBadge()}
        </span>
      )}
    </span>
  );
  if (others.length < 2) return <div className="px-2">{label}</div>;
  return (
    <Menu
      label={`${shared.switchOrganization()}: ${name}`}
      button={
        <>
          {label}
          <ChevronsUpDown className="size-4 shrink-0 text-mute" aria-hidden="true" />
        </>
      }
    >
      <MenuHeading>{shared.switchOrganization()}</MenuHeading>
      {others.map((it) => (
        <MenuButton
          key={it.id}
          current={it.id === session.organization.id}
          onClick={() => change.mutate({ organization_id: it.id }, { onSuccess: () => navigate("/console") })}
        >
          <span className="num text-mute">{it.code}</span>
          {it.name}
        </MenuButton>
      ))}
    </Menu>
  );
}

const themes: { value: Theme; label: () => string; Icon: LucideIcon }[] = [
  { value: "system", label: shared.themeSystem, Icon: MonitorCog },
  { value: "light", label: shared.themeLight, Icon: Sun },
  { value: "dark", label: shared.themeDark, Icon: Moon },
];

function Account({ openHelp }: { openHelp: () => void }) {
  const { person } = useSession();
  const change = useSwitch();
  return (
    <Menu
      label={`${shared.account()}: ${person.name}`}
      button={
        <>
          <CircleUserRound className="size-5 text-mute" aria-hidden="true" />
          <span className="max-sm:sr-only">{person.name}</span>
        </>
      }
    >
      <MenuHeading>{person.email}</MenuHeading>
      <MenuButton onClick={() => change.mutate({ locale: isEnglish() ? "zh-CN" : "en" })}>
        <Languages className="size-4" aria-hidden="true" />
        <span lang={isEnglish() ? "zh-CN" : "en"}>{isEnglish() ? "切换到中文" : "Switch to English"}</span>
      </MenuButton>
      <MenuHeading>{shared.theme()}</MenuHeading>
      {themes.map(({ value, label, Icon }) => (
        <MenuButton key={value} onClick={() => setTheme(value)}>
          <Icon className="size-4" aria-hidden="true" />
          {label()}
        </MenuButton>
      ))}
      <MenuButton onClick={openHelp}>
        <span className="grid size-4 place-items-center font-mono">?</span>
        {m.keyboardHelp()}
      </MenuButton>
      <MenuButton onClick={() => void leave()}>
        <LogOut className="size-4" aria-hidden="true" />
        {shared.signOut()}
      </MenuButton>
    </Menu>
  );
}
