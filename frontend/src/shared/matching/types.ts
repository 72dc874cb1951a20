import type { components } from "../api/schema";

// The shapes of bilateral matching, as the server describes them.

type Sent = components["schemas"];

export type MatchingView = Sent["MatchingView"];
export type MatchingCurrent = Sent["MatchingCurrent"];
export type MatchingPage = Sent["MatchingPage"];
export type MatchingGroup = Sent["MatchingGroup"];
export type MatchingLine = Sent["MatchingLine"];
export type MatchingPreview = Sent["MatchingPreview"];
export type Reading = Sent["Reading"];
export type Mapping = Sent["Mapping"];
export type Completed = Sent["PortalCompletedMatching"];
export type Reconciliation = Sent["Reconciliation"];
export type ReconciliationSection = Sent["ReconciliationSection"];
export type ReconcilingItem = Sent["ReconcilingItem"];
export type ItemPage = Sent["ItemPage"];
export type Class = MatchingGroup["class"];
export type Decision = MatchingGroup["decision"];
export type ItemKind = ReconcilingItem["kind"];
