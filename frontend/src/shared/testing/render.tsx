import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { configureApi } from "../api/client";
import { setLocale } from "../i18n/locale";
import { SessionGate } from "../session";
import { Toasts } from "../ui/toast";

/** Shows part of an application as it is in the browser: signed in, at an address, with its notices. */
export function show(audience: "portal" | "backoffice", address: string, element: ReactNode) {
  setLocale("zh-CN");
  window.history.replaceState(null, "", address);
  configureApi(audience, () => undefined);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <SessionGate waiting={null}>{element}</SessionGate>
      <Toasts />
    </QueryClientProvider>,
  );
}
