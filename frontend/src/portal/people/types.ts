import type { components } from "../../shared/api/schema";

type Sent = components["schemas"];

export type People = Sent["People"];
export type Colleague = Sent["Colleague"];
export type Invitation = Sent["Invitation"];
export type NewInvitation = Sent["NewInvitation"];
export type LogEntry = Sent["LogEntry"];
