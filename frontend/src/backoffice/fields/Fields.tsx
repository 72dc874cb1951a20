import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../../shared/api/client";
import { type Field, fieldsKey, labelOf } from "../../shared/fields/data";
import { Button } from "../../shared/ui/Button";
import { GridTable } from "../../shared/ui/GridTable";
import { Card, CardHeading, PageTitle } from "../../shared/ui/Layout";
import { Listed } from "../../shared/ui/Listed";
import { Empty } from "../../shared/ui/states";
import { type FieldList, kindWord, placeWord, subjects } from "./data";
import { FieldSheet } from "./FieldSheet";
import * as m from "./messages";

/** The custom fields, subject by subject, and the sheet to define or change one. */
export default function Fields() {
  const [editing, setEditing] = useState<Field | "new">();
  const { data, error, refetch } = useQuery({
    queryKey: fieldsKey,
    queryFn: ({ signal }) => get<FieldList>("/fields", signal),
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
        rows={8}
        empty={
          <Card>
            <Empty kind="nothing" title={m.none()} />
          </Card>
        }
      >
        {(items) =>
          subjects
            .filter(([subject]) => items.some((it) => it.subject === subject))
            .map(([subject, title]) => (
              <Card key={subject} className="mb-4">
                <CardHeading>{title()}</CardHeading>
                <GridTable label={title()}>
                  <thead>
                    <tr>
                      <th scope="col">{m.nameZh()}</th>
                      <th scope="col">{m.nameEn()}</th>
                      <th scope="col">{m.code()}</th>
                      <th scope="col">{m.kind()}</th>
                      <th scope="col">{m.shown()}</th>
                      <th scope="col" />
                    </tr>
                  </thead>
                  <tbody>
                    {items
                      .filter((it) => it.subject === subject)
                      .map((it) => (
                        <tr key={it.id} className={it.active ? "" : "text-mute"}>
                          <th scope="row" className="font-medium">
                            {it.zh}
                            {it.required && <span className="text-mute"> · {m.mustBe()}</span>}
                            {!it.active && <span className="text-mute"> · {m.atRest()}</span>}
                          </th>
                          <td>{it.en}</td>
                          <td className="num">{it.code}</td>
                          <td>{kindWord(it.kind)}</td>
                          <td>{it.shown.map(placeWord).join(" · ")}</td>
                          <td className="text-end">
                            <Button
                              look="quiet"
                              disabled={!change.allowed}
                              aria-label={`${m.edit()} ${labelOf(it)}`}
                              onClick={() => setEditing(it)}
                            >
                              {m.edit()}
                            </Button>
                          </td>
                        </tr>
                      ))}
                  </tbody>
                </GridTable>
              </Card>
            ))
        }
      </Listed>
      {data && !change.allowed && <p className="text-mute">{change.why}</p>}
      {data && editing && (
        <FieldSheet
          field={editing === "new" ? undefined : editing}
          places={data.places}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}
