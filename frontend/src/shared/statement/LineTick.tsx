import type { ReactNode } from "react";
import type { LineAnswer } from "../api/types";
import * as m from "../messages";
import type { StatementLine } from "./content";

/** What both forms of the list, table and cards, are given. */
export interface LineListProps {
  lines: StatementLine[];
  currency: string;
  answers: Map<number, LineAnswer>;
  href: (no: number) => string;
  /** Absent where nothing can be ticked. */
  selection?: {
    selected: ReadonlySet<number>;
    onToggle: (no: number, range: boolean) => void;
  };
  /** Stands in the head of the tick column. */
  selectAll?: ReactNode;
}

/** The tick of a line that still waits for an answer; an answered one has none. The whole square is the target. */
export function LineTick({
  line,
  answer,
  selected,
  onToggle,
}: {
  line: StatementLine;
  answer: LineAnswer | undefined;
  selected: boolean;
  onToggle: (no: number, range: boolean) => void;
}) {
  if (answer) return null;
  return (
    <label className="grid size-11 place-items-center">
      <input
        type="checkbox"
        className="size-[1.125rem]"
        checked={selected}
        aria-label={m.selectLine({ no: line.documentNo })}
        onKeyDown={(event) => {
          // The answers are behind the last line: by keyboard, Enter goes to them.
          if (event.key === "Enter") document.getElementById("selection")?.focus();
        }}
        onChange={(event) => onToggle(line.no, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
      />
    </label>
  );
}

/** What the document of a line says in custom fields, beneath its number. */
export function SaidOfLine({ line }: { line: StatementLine }) {
  if (line.said.length === 0) return null;
  return (
    <span className="block break-words text-[0.8125rem] text-mute">
      {line.said.map(([label, text]) => `${label} ${text}`).join(" · ")}
    </span>
  );
}
