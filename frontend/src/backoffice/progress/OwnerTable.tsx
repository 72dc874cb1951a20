import { Link } from "wouter";
import type { StatementState } from "../../shared/api/types";
import { statementStateLabel } from "../../shared/labels";
import { GridTable } from "../../shared/ui/GridTable";
import * as m from "./messages";
import type { Board } from "./types";
import { ageLabel } from "./words";

/** A line a salesperson: how many statements stand in each state, and how long those that are out have been so. */
export function OwnerTable({ board, link }: { board: Board; link: (changes: Record<string, string>) => string }) {
  return (
    <GridTable label={m.byOwner()}>
      <thead>
        <tr>
          <th scope="col">{m.owner()}</th>
          {board.states.map((it) => (
            <th scope="col" key={it.key} className="text-end">
              {statementStateLabel(it.key as StatementState)}
            </th>
          ))}
          {board.ages.map((it) => (
            <th scope="col" key={it.key} className="text-end">
              {ageLabel(it.key)}
            </th>
          ))}
          <th scope="col" className="text-end">
            {m.late()}
          </th>
          <th scope="col" className="text-end">
            {m.total()}
          </th>
        </tr>
      </thead>
      <tbody>
        {board.owners.map((owner) => (
          <tr key={owner.id}>
            <td>
              <Link href={link({ owner: owner.id })} className="font-medium text-brand hover:underline">
                {owner.name || m.nobody()}
              </Link>
            </td>
            {owner.states.map((it) => (
              <Cell key={it.key} count={it.count} href={link({ owner: owner.id, state: it.key })} />
            ))}
            {owner.ages.map((it) => (
              <Cell key={it.key} count={it.count} href={link({ owner: owner.id, age: it.key })} />
            ))}
            <Cell count={owner.late} href={link({ owner: owner.id, late: "true" })} bad />
            <Cell count={owner.total} href={link({ owner: owner.id })} />
          </tr>
        ))}
      </tbody>
    </GridTable>
  );
}

function Cell({ count, href, bad = false }: { count: number; href: string; bad?: boolean }) {
  return (
    <td className="num text-end">
      {count === 0 ? (
        <span className="text-mute">0</span>
      ) : (
        <Link href={href} className={bad ? "font-medium text-bad hover:underline" : "text-brand hover:underline"}>
          {count}
        </Link>
      )}
    </td>
  );
}
