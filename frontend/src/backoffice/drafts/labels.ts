import type { Tone } from "../../shared/ui/Status";
import * as receivables from "../receivables/messages";
import type { Draft } from "./data";
import * as m from "./messages";

export function stateLabel(draft: Draft): string {
  switch (draft.state) {
    case "submitted":
      return m.stateSubmitted();
    case "confirming":
      return receivables.stateConfirming();
    case "posted":
      return m.statePosted();
    case "discarded":
      return m.stateDiscarded();
  }
  return draft.reason ? m.returned({ reason: draft.reason }) : m.stateDraft();
}

export function stateTone(draft: Draft): Tone {
  switch (draft.state) {
    case "submitted":
    case "confirming":
      return "warn";
    case "posted":
      return "ok";
    case "discarded":
      return "neutral";
  }
  return draft.reason ? "bad" : "brand";
}
