import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";

export type Issue = components["schemas"]["BackofficeIssueRow"];
export type IssueView = components["schemas"]["BackofficeIssueView"];
export type IssuePage = components["schemas"]["BackofficeIssuePage"];
export type Ground = components["schemas"]["BackofficeIssueGround"];
export type Meeting = components["schemas"]["BackofficeIssueMeeting"];

export const issueKey = (id: string) => ["issue", id];

const states: Record<string, () => string> = {
  open: m.stateOpen,
  working: m.stateWorking,
  closed: m.stateClosed,
  dropped: m.stateDropped,
};
const tones: Record<string, Tone> = { open: "warn", working: "brand", closed: "ok", dropped: "neutral" };
const sources: Record<string, () => string> = {
  dispute: m.sourceDispute,
  statement_line: m.sourceLine,
  reconciling_item: m.sourceItem,
  manual: m.sourceManual,
};
const causes: Record<string, () => string> = {
  technical_error: m.causeTechnical,
  process_gap: m.causeProcess,
  commercial_dispute: m.causeCommercial,
};

export const stateWord = (state: string) => states[state]?.() ?? state;
export const stateTone = (state: string) => tones[state] ?? "neutral";
export const sourceWord = (source: string) => sources[source]?.() ?? source;
export const causeWord = (cause: string) => causes[cause]?.() ?? m.causeUnknown();
export const causeChoices = ["technical_error", "process_gap", "commercial_dispute"];

/** How much time is left, in working days; nothing of what is ended. */
export function timeLeft(it: Issue): string {
  if (it.state === "closed" || it.state === "dropped") return "";
  if (it.late) return m.daysLate({ count: Math.max(1, -it.days_left) });
  return it.days_left === 0 ? m.today() : m.daysLeft({ count: it.days_left });
}

/** What a step of the history says. */
export function eventWord(it: IssueView["events"][number]): string {
  const { before, after, text } = it;
  switch (it.kind) {
    case "raised":
      return m.evRaised({ after, text });
    case "owner":
      return m.evOwner({ before, after });
    case "due":
      return m.evDue({ before, after });
    case "cause":
      return m.evCause({ before: causeWord(before), after: causeWord(after) });
    case "next_step":
      return m.evNextStep({ after: after || m.cleared() });
    case "state":
      return m.evState({ before: stateWord(before), after: stateWord(after) });
    case "file":
      return m.evFile({ after });
    case "closed":
      return after ? `${m.evClosed()} · ${after}` : m.evClosed();
    case "reopened":
      return m.evReopened();
    case "dropped":
      return m.evDropped();
    default:
      return "";
  }
}
