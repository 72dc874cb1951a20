import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../shared/api/client";
import type { CustomerRef, RunSelection } from "../../shared/api/types";
import { Card, CardHeading } from "../../shared/ui/Layout";
import { SearchField } from "../../shared/ui/SearchField";
import { Failure } from "../../shared/ui/states";
import * as m from "./messages";

/** Finds one customer of the run, to be left out. */
export function LeaveOut({
  selection,
  left,
  onPick,
}: {
  selection: RunSelection;
  left: string[];
  onPick: (customer: CustomerRef) => void;
}) {
  const [q, setQ] = useState("");
  const { data, error, refetch } = useQuery({
    queryKey: ["run-candidates", selection, q],
    queryFn: () => post<{ items: CustomerRef[] }>("/statement-runs/candidates", { ...selection, q }),
    enabled: q.trim() !== "",
  });
  const found = data?.items.filter((it) => !left.includes(it.id));
  return (
    <Card className="pb-4">
      <CardHeading>{m.findOne()}</CardHeading>
      <div className="px-4">
        <SearchField placeholder={m.findOneHint()} value={q} onChange={setQ} />
        {error && <Failure error={error} onRetry={() => void refetch()} />}
        {q.trim() !== "" && found?.length === 0 && (
          <p role="status" className="mt-2 text-mute">
            {m.findOneNone()}
          </p>
        )}
        {q.trim() !== "" && found && found.length > 0 && (
          <ul className="mt-1 max-h-72 divide-y divide-line overflow-y-auto rounded-(--radius-control) border border-line">
            {found.map((it) => (
              <li key={it.id}>
                <button
                  type="button"
                  className="block min-h-(--control) w-full px-3 py-1 text-start hover:bg-sunken"
                  onClick={() => onPick(it)}
                >
                  <span className="num text-mute">{it.code}</span> {it.name}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
