import type { components } from "../../shared/api/schema";

type Sent = components["schemas"];

export type WaitingLine = Sent["BackofficeWaitingLine"];
export type WaitingLines = Sent["PageWaitingLine"];
export type Reading = Sent["BackofficeReceiptReading"];
export type Reason = Sent["BackofficeReceiptReason"];
export type Run = Sent["BackofficeReceiptRun"];
export type MatchState = Sent["BackofficeReceiptState"];
export type KnownPayer = Sent["BackofficeKnownPayer"];
export type KnownPayers = Sent["PageKnownPayer"];
export type Decision = Sent["BackofficeDecideReceiptBody"];
