import { QueryClient, QueryClientProvider, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  Fragment,
  lazy,
  type ReactNode,
  StrictMode,
  Suspense,
  useContext,
  useEffect,
  useState,
} from "react";
import { createRoot } from "react-dom/client";
import { ApiError, configureApi, get, onStepUp, put, rememberCsrfToken, signInPath, signOut } from "./api/client";
import type { Session } from "./api/types";
import { type Locale, locale, setLocale, useLocale } from "./i18n/locale";
import * as m from "./messages";
import { applyTheme } from "./theme";
import { Failure } from "./ui/states";
import { Toasts, toast } from "./ui/toast";

const SessionExpired = lazy(() => import("./SessionExpired"));
const SignInAgain = lazy(() => import("./again/SignInAgain"));

const sessionKey = ["session"];
const SessionContext = createContext<Session | undefined>(undefined);

/** The person who is signed in; only below SessionGate. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside of SessionGate");
  return session;
}

function loadSession(signal?: AbortSignal): Promise<Session> {
  return get<Session>("/session", signal).then(adopt);
}

function adopt(session: Session): Session {
  rememberCsrfToken(session.csrf_token);
  setLocale(session.person.locale);
  return session;
}

/** Changes the language, or which customer or organization is looked at; everything shown is fetched anew. */
export function useSwitch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (to: { locale?: Locale; organization_id?: string; customer_id?: string }) =>
      put<Session>("/session", to).then(adopt),
    onSuccess: (session, to) => {
      client.setQueryData(sessionKey, session);
      if (to.organization_id || to.customer_id)
        client.removeQueries({ predicate: (it) => it.queryKey[0] !== "session" });
      else void client.invalidateQueries({ predicate: (it) => it.queryKey[0] !== "session" });
    },
    onError: (error) => toast(error.message || m.failedTitle(), { tone: "bad" }),
  });
}

export async function leave(): Promise<void> {
  const { redirect } = await signOut();
  window.location.assign(redirect);
}

let showExpired: (() => void) | undefined;

function signedOut(): void {
  if (showExpired) showExpired();
  else window.location.assign(signInPath());
}

/** Shows the page to who is signed in. A session that ends later leaves the page, and what was typed, in place. */
export function SessionGate({ children, waiting }: { children: ReactNode; waiting: ReactNode }) {
  const [expired, setExpired] = useState(false);
  const [proving, setProving] = useState<(proved: boolean) => void>();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => loadSession(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const present = data !== undefined;
  useEffect(() => {
    showExpired = present ? () => setExpired(true) : undefined;
    return () => {
      showExpired = undefined;
    };
  }, [present]);

  async function resume() {
    const fresh = await refetch();
    if (fresh.data && !fresh.error) {
      setExpired(false);
      void client.invalidateQueries();
    }
  }

  useEffect(() => onStepUp("step_up_required", () => new Promise<boolean>((resolve) => setProving(() => resolve))), []);

  /** The session goes on under another token after a sign-in, also when the act is given up. */
  async function prove(proved: boolean) {
    await refetch();
    setProving(undefined);
    proving?.(proved);
  }

  if (!data) {
    if (error && !(error instanceof ApiError && error.status === 401)) {
      return <Failure error={error} onRetry={() => void refetch()} />;
    }
    return waiting;
  }
  return (
    <SessionContext value={data}>
      {children}
      {proving && (
        <Suspense>
          <SignInAgain onClose={() => void prove(false)} onDone={() => void prove(true)} />
        </Suspense>
      )}
      {expired && (
        <Suspense>
          <SessionExpired onClose={() => setExpired(false)} onResume={() => void resume()} />
        </Suspense>
      )}
    </SessionContext>
  );
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status > 0 && error.status < 500),
        refetchOnWindowFocus: true,
      },
    },
  });
}

/** Puts one of the two applications on its page. Without what is shown while the session is asked for, nobody need be signed in. */
export function mount(audience: "portal" | "backoffice", application: ReactNode, waiting?: ReactNode): void {
  applyTheme();
  document.documentElement.lang = locale();
  configureApi(audience, signedOut);
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={makeQueryClient()}>
        <InLanguage>
          {waiting ? <SessionGate waiting={waiting}>{application}</SessionGate> : application}
          <OfflineBanner />
          <Toasts />
        </InLanguage>
      </QueryClientProvider>
    </StrictMode>,
  );
}

/** Builds the page anew when the language changes: messages are plain functions that no component subscribes to. */
function InLanguage({ children }: { children: ReactNode }) {
  return <Fragment key={useLocale()}>{children}</Fragment>;
}

function OfflineBanner() {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const update = () => setOffline(!navigator.onLine);
    window.addEventListener("online", update);
    window.addEventListener("offline", update);
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("offline", update);
    };
  }, []);
  if (!offline) return null;
  return (
    <p role="status" className="fixed inset-x-0 top-0 z-50 bg-warn-bg px-4 py-2 text-center text-warn">
      {m.offlineBanner()}
    </p>
  );
}
