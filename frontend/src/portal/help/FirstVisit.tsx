import { useState } from "react";
import { Link } from "wouter";
import { useSession } from "../../shared/session";
import { Button } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import * as m from "./messages";
import { Steps } from "./Steps";

/** Says once to each person, in each browser, how a statement is answered. Help keeps it for later. */
export default function FirstVisit() {
  const { person } = useSession();
  const remembered = `hefu.guided.${person.id}`;
  const [shown, setShown] = useState(() => localStorage.getItem(remembered) === null);
  if (!shown) return null;
  return (
    <Card className="mb-4 border-brand p-5">
      <h2 className="text-[1.0625rem] font-semibold max-sm:mb-3">{m.firstTitle()}</h2>
      <p className="mt-0.5 mb-4 text-mute max-sm:sr-only">{m.firstIntro()}</p>
      <Steps brief />
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button
          onClick={() => {
            localStorage.setItem(remembered, "1");
            setShown(false);
          }}
        >
          {m.close()}
        </Button>
        <Link href="/p/help" className="inline-flex min-h-11 items-center font-medium text-brand hover:underline">
          {m.more()}
        </Link>
      </div>
    </Card>
  );
}
