import type { Import, ImportKind, Run } from "../shared/api/types";
import type { Tone } from "../shared/ui/Status";
import * as m from "./messages";

// Words that only the back office uses.

const runStates: Record<Run["state"], () => string> = {
  queued: m.runQueued,
  running: m.runRunning,
  done: m.runDone,
  cancelled: m.runCancelled,
};

export const runStateLabel = (state: Run["state"]) => runStates[state]?.() ?? state;

export function runTone(run: Run): Tone {
  if (run.state === "done") return run.failed > 0 ? "warn" : "ok";
  return run.state === "cancelled" ? "neutral" : "brand";
}

const importKinds: Record<ImportKind, () => string> = {
  customers: m.importCustomers,
  contacts: m.importContacts,
  receivables: m.importReceivables,
  credit_notes: m.importCreditNotes,
  receipts: m.importReceipts,
  opening_balances: m.importOpeningBalances,
};

export const importKindNames = Object.keys(importKinds) as ImportKind[];
export const importKindLabel = (kind: ImportKind) => importKinds[kind]?.() ?? kind;

const importStates: Record<Import["state"], () => string> = {
  checked: m.importChecked,
  refused: m.importRefused,
  imported: m.importImported,
};

export const importStateLabel = (state: Import["state"]) => importStates[state]?.() ?? state;
export const importTone = (state: Import["state"]): Tone =>
  state === "imported" ? "ok" : state === "refused" ? "bad" : "brand";
