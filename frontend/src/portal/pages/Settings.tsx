import { ChevronRight, KeyRound, Users } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { locale } from "../../shared/i18n/locale";
import * as shared from "../../shared/messages";
import { nameOf } from "../../shared/names";
import { leave, useSession, useSwitch } from "../../shared/session";
import { setTheme, type Theme, theme } from "../../shared/theme";
import { Button } from "../../shared/ui/Button";
import { RadioCards } from "../../shared/ui/Field";
import { Card, Facts, PageTitle } from "../../shared/ui/Layout";
import * as m from "../messages";
import * as people from "../people/messages";
import * as tokens from "../tokens/messages";
import { Wishes } from "../wishes/Wishes";
import * as pages from "./messages";

export default function Settings() {
  const session = useSession();
  const change = useSwitch();
  const [chosen, setChosen] = useState(theme);
  return (
    <div className="mx-auto max-w-xl space-y-4">
      <PageTitle>{m.navSettings()}</PageTitle>
      <Card className="p-5">
        <Facts
          facts={[
            [pages.signedInAs(), session.person.name],
            [pages.email(), session.person.email],
            [shared.customer(), session.customer && `${session.customer.name} (${session.customer.code})`],
            [pages.seller(), nameOf(session.organization)],
          ]}
        />
      </Card>
      <Link
        href="/p/settings/colleagues"
        className="flex min-h-14 items-center gap-3 rounded-(--radius-card) border border-line bg-surface px-5 py-3 font-medium shadow-card hover:bg-sunken"
      >
        <Users className="size-5 shrink-0 text-mute" aria-hidden="true" />
        <span className="flex-1">{people.title()}</span>
        <ChevronRight className="size-4 text-mute" aria-hidden="true" />
      </Link>
      {session.roles.includes("customer_admin") && (
        <Link
          href="/p/settings/tokens"
          className="flex min-h-14 items-center gap-3 rounded-(--radius-card) border border-line bg-surface px-5 py-3 font-medium shadow-card hover:bg-sunken"
        >
          <KeyRound className="size-5 shrink-0 text-mute" aria-hidden="true" />
          <span className="flex-1">{tokens.title()}</span>
          <ChevronRight className="size-4 text-mute" aria-hidden="true" />
        </Link>
      )}
      <Wishes />
      <Card className="space-y-5 p-5">
        <RadioCards
          legend={shared.language()}
          name="language"
          columns
          choices={[
            { value: "zh-CN", label: "简体中文" },
            { value: "en", label: "English" },
          ]}
          value={locale()}
          onChange={(next) => change.mutate({ locale: next })}
        />
        <RadioCards<Theme>
          legend={shared.theme()}
          name="theme"
          choices={[
            { value: "system", label: shared.themeSystem() },
            { value: "light", label: shared.themeLight() },
            { value: "dark", label: shared.themeDark() },
          ]}
          value={chosen}
          onChange={(next) => {
            setTheme(next);
            setChosen(next);
          }}
        />
      </Card>
      <Button look="danger" className="w-full" onClick={() => void leave()}>
        {shared.signOut()}
      </Button>
    </div>
  );
}
