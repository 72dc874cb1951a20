import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Round = Schemas["ReceivableRound"];
export type RoundPage = Schemas["PageReceivableRound"];
