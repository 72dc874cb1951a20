import { useQueryClient } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { configureApi, onStepUp } from "../../shared/api/client";
import type { Session } from "../../shared/api/types";
import { locale } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { useSwitch } from "../../shared/session";
import { Button, ButtonLink } from "../../shared/ui/Button";
import { Modal } from "../../shared/ui/Modal";
import { toast } from "../../shared/ui/toast";
import { exchange } from "./api";
import { CodeDialog } from "./CodeDialog";
import * as m from "./messages";

/** What a session from a link has more than others: a word about what it is, and the code that its holder needs to act. */
export function LinkFrame({ link }: { link: NonNullable<Session["link"]> }) {
  const client = useQueryClient();
  const [ended, setEnded] = useState(false);
  const [waiting, setWaiting] = useState<(proved: boolean) => void>();
  useChosenLanguage();

  // Whoever came by a link has no sign-in to repeat: when it ends, a fresh link is what helps.
  useEffect(() => configureApi("portal", () => setEnded(true)), []);
  useEffect(
    () => onStepUp("link_code_required", () => new Promise<boolean>((resolve) => setWaiting(() => resolve))),
    [],
  );

  function answer(proved: boolean, csrf?: string) {
    if (csrf) {
      client.setQueryData<Session>(["session"], (before) =>
        before?.link ? { ...before, csrf_token: csrf, link: { ...before.link, verified: true } } : before,
      );
    }
    setWaiting(undefined);
    waiting?.(proved);
  }

  return (
    <div className="no-print mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-(--radius-control) border border-line bg-surface px-3 py-1.5 text-[0.875rem] text-mute">
      <MailCheck className="size-4 shrink-0" aria-hidden="true" />
      <p className="min-w-0 flex-1 basis-56">{link.verified ? m.bannerMay() : m.bannerLook({ email: link.email })}</p>
      {link.verified && !link.identity && <Bind statement={link.statement_id} />}
      {ended && <LinkEnded onClose={() => setEnded(false)} />}
      {waiting && <CodeDialog onClose={() => answer(false)} onProved={(csrf) => answer(true, csrf)} />}
    </div>
  );
}

function LinkEnded({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  async function resume() {
    await client.refetchQueries({ queryKey: ["session"] }, { throwOnError: true }).then(onClose, () => undefined);
    void client.invalidateQueries({ predicate: (it) => it.queryKey[0] !== "session" });
  }
  return (
    <Modal
      title={m.expiredTitle()}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => void resume()}>{shared.sessionResume()}</Button>
          <ButtonLink look="primary" href="/p/expired" target="_blank" rel="noopener">
            {m.again()}
          </ButtonLink>
        </>
      }
    >
      <p>{m.expiredText()}</p>
    </Modal>
  );
}

function Bind({ statement }: { statement: string }) {
  const [busy, setBusy] = useState(false);
  async function begin() {
    setBusy(true);
    try {
      const { redirect } = await exchange<{ redirect: string }>("identity", { next: `/p/s/${statement}` });
      window.location.assign(redirect);
    } catch (error) {
      toast(error instanceof Error && error.message ? error.message : m.bindFailed(), { tone: "bad" });
      setBusy(false);
    }
  }
  return (
    <Button look="quiet" busy={busy} onClick={() => void begin()}>
      {m.bind()}
    </Button>
  );
}

/** Goes on in the language that was chosen on the link's page. */
function useChosenLanguage() {
  const { mutate } = useSwitch();
  useEffect(() => {
    const chosen = sessionStorage.getItem("hefu.language");
    sessionStorage.removeItem("hefu.language");
    if ((chosen === "en" || chosen === "zh-CN") && chosen !== locale()) mutate({ locale: chosen });
  }, [mutate]);
}
