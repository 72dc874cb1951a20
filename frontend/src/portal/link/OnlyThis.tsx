import { Link } from "wouter";
import { signInPath } from "../../shared/api/client";
import { ButtonLink, buttonClass } from "../../shared/ui/Button";
import { Empty } from "../../shared/ui/states";
import * as m from "./messages";

/** What a session from a link finds at every other address. */
export function OnlyThis({ statement }: { statement: string }) {
  return (
    <Empty
      page
      kind="nothing"
      title={m.onlyTitle()}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          <Link href={`/p/s/${statement}`} className={buttonClass("primary")}>
            {m.toStatement()}
          </Link>
          <ButtonLink href={signInPath()}>{m.signIn()}</ButtonLink>
        </span>
      }
    >
      {m.onlyText()}
    </Empty>
  );
}
