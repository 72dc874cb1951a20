import { type ComponentType, type ReactNode, Suspense } from "react";
import { Link, matchRoute, Redirect, useLocation, useRouter } from "wouter";
import * as m from "../messages";
import { Boundary } from "./Boundary";
import { Empty } from "./states";

/** A page with the address it answers to. What the address names (`:id`) reaches the page as text under the same name. */
// biome-ignore lint/suspicious/noExplicitAny: each page asks for the names of its own address, which no common type can say
export type PageAt = readonly [path: string, Page: ComponentType<any>];

/** The page of an address: the first in the list that fits. Another `:id` is another page, the rest of an address is not. */
export function Pages({ list, home, opening }: { list: readonly PageAt[]; home: string; opening: ReactNode }) {
  const [at] = useLocation();
  const { parser } = useRouter();
  if (at === "/") return <Redirect to={home} />;
  return (
    <Boundary at={at}>
      <Suspense fallback={opening}>{pageAt() ?? <NoPage home={home} />}</Suspense>
    </Boundary>
  );

  function pageAt() {
    for (const [path, Page] of list) {
      const [fits, named] = matchRoute(parser, path, at);
      if (fits) return <Page key={"id" in named ? named.id : undefined} {...named} />;
    }
  }
}

function NoPage({ home }: { home: string }) {
  return (
    <Empty
      kind="unmatched"
      page
      title={m.notFoundTitle()}
      action={
        <Link href={home} className="font-medium text-brand underline">
          {m.back()}
        </Link>
      }
    >
      {m.notFoundDetail()}
    </Empty>
  );
}
