import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../../shared/api/client";
import { formatInstant, formatRange } from "../../shared/dates";
import { isEnglish, locale, setLocale } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { BrandMark } from "../../shared/ui/Brand";
import { Button } from "../../shared/ui/Button";
import { Card, Facts } from "../../shared/ui/Layout";
import { Failure, SkeletonRows, WriteFailure } from "../../shared/ui/states";
import { exchange, type Look } from "./api";
import { Ended } from "./Ended";
import * as m from "./messages";

// Taken from the address once and kept nowhere else: neither history, nor a referrer, nor storage names it.
const token = takeToken();

function takeToken(): string {
  const [, found] = /^\/p\/l\/([^/]+)$/.exec(window.location.pathname) ?? [];
  if (found) window.history.replaceState(null, "", "/p/l");
  return found ?? "";
}

/** The pages of a link before it is opened: whose it is, and what to do when it has ended. */
export function Guest() {
  useEffect(() => {
    document.title = `${m.pageTitle()} · ${shared.productName()}`;
  }, []);
  return <Frame>{window.location.pathname === "/p/expired" || !token ? <Ended /> : <Landing token={token} />}</Frame>;
}

function Frame({ children }: { children: ReactNode }) {
  const other = isEnglish() ? "zh-CN" : "en";
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex min-h-14 max-w-md items-center gap-2.5 ps-4 pe-2">
          <BrandMark className="size-7 shrink-0" />
          <span className="font-semibold">{shared.productName()}</span>
          <button
            type="button"
            lang={other}
            onClick={() => setLocale(other)}
            className="ms-auto min-h-11 min-w-11 rounded-xl px-2 font-medium text-mute hover:bg-sunken hover:text-ink"
          >
            {other === "en" ? "EN" : "中文"}
          </button>
        </div>
      </header>
      <main className="mx-auto w-full max-w-md flex-1 px-3 py-4 sm:py-8">{children}</main>
    </div>
  );
}

function Landing({ token }: { token: string }) {
  const look = useQuery({
    queryKey: ["link"],
    queryFn: () => exchange<Look>("look", { token }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
  if (look.error instanceof ApiError && (look.error.status === 404 || look.error.status === 410)) {
    return <Ended token={token} code={look.error.code} detail={look.error.message} />;
  }
  if (look.error) return <Failure error={look.error} onRetry={() => void look.refetch()} />;
  if (!look.data) return <SkeletonRows rows={5} />;
  return <Invitation look={look.data} token={token} />;
}

function Invitation({ look, token }: { look: Look; token: string }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const seller = (isEnglish() && look.seller_en) || look.seller;
  const customer = (isEnglish() && look.customer_en) || look.customer;

  async function open() {
    setBusy(true);
    setError(undefined);
    try {
      const { next } = await exchange<{ next: string }>("open", { token });
      rememberLanguage();
      window.location.replace(next);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  }

  if (error instanceof ApiError && (error.status === 404 || error.status === 410)) {
    return <Ended token={token} code={error.code} detail={error.message} />;
  }
  return (
    <Card className="p-5">
      <p className="text-mute">{m.from()}</p>
      <h1 className="text-[1.375rem] leading-tight font-semibold break-words">{seller}</h1>
      <p className="mt-2 break-words">{m.forWhom({ contact: look.contact, customer })}</p>
      <Facts
        className="mt-4 border-y border-line py-2"
        facts={[
          [m.number(), look.statement_no],
          [
            m.period(),
            <span key="p" className="num">
              {formatRange(look.period_start, look.cut_off)}
            </span>,
          ],
          [m.sentTo(), look.email],
          [m.until(), formatInstant(look.expires_at, Intl.DateTimeFormat().resolvedOptions().timeZone)],
        ]}
      />
      <p className="my-4">{m.lookOnly()}</p>
      <WriteFailure error={error} />
      <Button look="primary" busy={busy} onClick={() => void open()} className="mt-1 min-h-12 w-full">
        {m.open()}
      </Button>
      <p className="mt-3 text-[0.8125rem] text-mute">{m.notYou()}</p>
    </Card>
  );
}

/** The session begins in the contact's language; whoever has chosen another here goes on in it. */
function rememberLanguage() {
  sessionStorage.setItem("hefu.language", locale());
}
