import { Link } from "wouter";
import type { components } from "../../shared/api/schema";
import type { DocumentKind } from "../../shared/api/types";
import { kindLabel } from "../../shared/labels";
import * as shared from "../../shared/messages";
import { formatAmount } from "../../shared/money";
import { GridTable } from "../../shared/ui/GridTable";
import { Chip, type Tone } from "../../shared/ui/Status";
import type { Difference } from "./data";
import * as m from "./messages";

type Changed = components["schemas"]["ChangedLine"];

const sumWords: Record<string, () => string> = {
  opening: shared.openingBalance,
  charges: m.charges,
  credits: m.credits,
  receipts: m.receipts,
  adjustments: m.adjustments,
  closing: shared.closingBalance,
  overdue: shared.overdue,
};
const tones: Record<string, Tone> = { added: "brand", changed: "warn", settled: "neutral", removed: "bad" };
const words: Record<string, () => string> = {
  added: m.added,
  changed: m.changed,
  settled: m.settled,
  removed: m.removed,
};

/** The sums of both versions; what differs stands out. With `brief` only that, and the closing balance. */
export function Sums({ difference, brief = false }: { difference: Difference; brief?: boolean }) {
  const sums = difference.sums.filter((it) => !brief || it.key === "closing" || it.before !== it.after);
  const amount = (figure: string) => formatAmount(figure, difference.currency);
  return (
    <GridTable label={m.sum()}>
      <thead>
        <tr>
          <th scope="col">
            {m.sum()} <span className="font-normal">{difference.currency}</span>
          </th>
          <th scope="col" className="text-end">
            {m.before()}
          </th>
          <th scope="col" className="text-end">
            {m.after()}
          </th>
          <th scope="col" className="text-end">
            {m.change()}
          </th>
        </tr>
      </thead>
      <tbody>
        {sums.map((it) => {
          const moved = it.before !== it.after;
          return (
            <tr key={it.key} className={it.key === "closing" ? "font-semibold" : undefined}>
              <th scope="row" className="text-start font-normal">
                {sumWords[it.key]?.()}
              </th>
              <td className="num text-end text-mute">{amount(it.before)}</td>
              <td className={`num text-end ${moved ? "" : "text-mute"}`}>{amount(it.after)}</td>
              <td className="num text-end">{moved ? amount(it.change) : "–"}</td>
            </tr>
          );
        })}
      </tbody>
    </GridTable>
  );
}

/** The lines that differ, before and after; at most `most` of them. */
export function Lines({ difference, most }: { difference: Difference; most?: number }) {
  const shown = most ? difference.lines.slice(0, most) : difference.lines;
  const more = difference.lines.length - shown.length;
  if (difference.lines.length === 0) return <p className="p-4 text-mute">{m.noLines()}</p>;
  return (
    <>
      <GridTable label={m.line()}>
        <thead>
          <tr>
            <th scope="col">{m.document()}</th>
            <th scope="col">{m.what()}</th>
            <th scope="col" className="text-end">
              {m.before()}
            </th>
            <th scope="col" className="text-end">
              {m.after()}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((it) => (
            <Row key={it.line_no} line={it} currency={difference.currency} />
          ))}
        </tbody>
      </GridTable>
      <p className="px-4 py-2 text-mute">
        {more > 0 && `${m.more({ count: more })} · `}
        {m.same({ count: difference.same })}
      </p>
    </>
  );
}

function Row({ line, currency }: { line: Changed; currency: string }) {
  const amount = (figure: string) => formatAmount(figure, currency);
  const moved = !line.brought_forward && line.before !== line.after;
  const opened = line.open_before !== line.open_after && (line.what !== "added" || line.open_after !== line.after);
  return (
    <tr>
      <td>
        {line.document_id ? (
          <Link href={`/console/documents/${line.document_id}`} className="font-medium text-brand hover:underline">
            {line.document_no}
          </Link>
        ) : (
          <span className="font-medium">{line.document_no}</span>
        )}
        <span className="block text-mute">
          {line.line_no} · {kindLabel(line.kind as DocumentKind)}
        </span>
      </td>
      <td>
        <Chip tone={tones[line.what] ?? "neutral"}>{words[line.what]?.()}</Chip>
        {line.reworded && <span className="block text-mute">{m.reworded()}</span>}
      </td>
      <td className="num text-end text-mute">
        {line.what === "added" ? (
          "–"
        ) : (
          <Figures
            amount={moved ? amount(line.before) : undefined}
            open={opened ? amount(line.open_before) : undefined}
            due={line.due_before !== line.due_after ? line.due_before : undefined}
          />
        )}
      </td>
      <td className="num text-end font-medium">
        {line.what === "removed" ? (
          "–"
        ) : (
          <Figures
            amount={moved || line.what === "added" ? amount(line.after) : undefined}
            open={opened ? amount(line.open_after) : undefined}
            due={line.what !== "added" && line.due_before !== line.due_after ? line.due_after : undefined}
          />
        )}
      </td>
    </tr>
  );
}

function Figures({ amount, open, due }: { amount?: string; open?: string; due?: string }) {
  return (
    <>
      {amount && <span className="block">{amount}</span>}
      {open && (
        <span className="block">
          <span className="font-normal text-mute">{m.openAmount()}</span> {open}
        </span>
      )}
      {due && (
        <span className="block">
          <span className="font-normal text-mute">{m.due()}</span> {due}
        </span>
      )}
    </>
  );
}
