import { useState } from "react";
import { Link } from "wouter";
import { dayOf } from "../../shared/dates";
import { useSession } from "../../shared/session";
import { PageTitle } from "../../shared/ui/Layout";
import { useParams } from "../../shared/useParams";
import { DraftForm } from "./DraftForm";
import { type DraftKind, draftKinds, emptyForm } from "./data";
import * as m from "./messages";

export default function NewDraft() {
  const { organization } = useSession();
  const [params] = useParams();
  const asked = params.get("kind") as DraftKind;
  const [start] = useState(() =>
    emptyForm(draftKinds.includes(asked) ? asked : "receivable", dayOf(new Date(), organization.time_zone)),
  );
  return (
    <>
      <p className="text-mute">
        <Link href="/console/drafts" className="hover:text-ink hover:underline">
          {m.title()}
        </Link>
      </p>
      <PageTitle>{m.newDraft()}</PageTitle>
      <DraftForm start={start} />
    </>
  );
}
