import type { components } from "../../shared/api/schema";
import type { Tone } from "../../shared/ui/Status";
import * as m from "./messages";

type Schemas = components["schemas"];
export type Token = Schemas["BackofficeOwnToken"];
export type TokenList = Schemas["BackofficeOwnTokens"];
export type CreatedToken = Schemas["BackofficeCreatedOwnToken"];
export type Scope = Token["scopes"][number];

export const tokensKey = ["organization-tokens"];

export const scopeWords: Record<Scope, [label: () => string, hint: () => string]> = {
  import_documents: [m.importDocuments, m.importHint],
  read_books: [m.readBooks, m.readHint],
  receive_events: [m.receiveEvents, m.eventsHint],
};

export const states: Record<Token["state"], [label: () => string, tone: Tone]> = {
  live: [m.live, "ok"],
  expired: [m.expired, "neutral"],
  revoked: [m.revoked, "neutral"],
  maker_left: [m.makerLeft, "warn"],
};
