import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../../shared/api/client";
import { Button } from "../../shared/ui/Button";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { DimensionSheet } from "./DimensionSheet";
import { type Dimension, dimensionsKey, type List, nameOf } from "./data";
import * as m from "./messages";

/** The accounting dimensions with their values, and the sheet to make or change one. */
export default function Dimensions() {
  const [editing, setEditing] = useState<Dimension | "new">();
  const { data, error, refetch } = useQuery({
    queryKey: dimensionsKey,
    queryFn: ({ signal }) => get<List>("/dimensions", signal),
  });
  const change = data?.actions.change ?? { allowed: false };
  return (
    <>
      <PageTitle
        action={
          data && (
            <Button look="primary" disabled={!change.allowed} title={change.why} onClick={() => setEditing("new")}>
              {m.add()}
            </Button>
          )
        }
      >
        {m.title()}
      </PageTitle>
      <p className="mb-4 max-w-3xl text-mute">{m.intro()}</p>
      <Listed
        list={{ items: data?.items, error, refetch }}
        empty={
          <Card>
            <Empty kind="nothing" title={m.none()} />
          </Card>
        }
      >
        {(items) => (
          <div className="grid gap-4 md:grid-cols-2">
            {items.map((it) => (
              <Card key={it.code} className="pb-3">
                <CardHeading
                  action={
                    <Button
                      look="quiet"
                      disabled={!change.allowed}
                      aria-label={`${m.edit()} ${nameOf(it)}`}
                      onClick={() => setEditing(it)}
                    >
                      {m.edit()}
                    </Button>
                  }
                >
                  {nameOf(it)} <span className="num font-normal text-mute">{it.code}</span>
                  {!it.active && <span className="font-normal text-mute"> · {m.atRest()}</span>}
                </CardHeading>
                {it.values.length === 0 && <p className="px-4 text-mute">{m.noValues()}</p>}
                <ul className="divide-y divide-line px-4">
                  {it.values.map((value) => (
                    <li key={value.code} className={`flex gap-3 py-1.5 ${value.active ? "" : "text-mute"}`}>
                      <span className="num min-w-20 break-all text-mute">{value.code}</span>
                      <span className="min-w-0 break-words">
                        {nameOf(value)}
                        {!value.active && ` · ${m.retired()}`}
                      </span>
                    </li>
                  ))}
                </ul>
              </Card>
            ))}
          </div>
        )}
      </Listed>
      {data && !change.allowed && <p className="mt-4 text-mute">{change.why}</p>}
      {data && editing && (
        <DimensionSheet dimension={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </>
  );
}
