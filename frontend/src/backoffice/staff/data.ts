import type { components } from "../../shared/api/schema";

type Sent = components["schemas"];
export type Desk = Sent["BackofficeDeskView"];
export type Member = Desk["members"][number];
export type Role = Desk["roles"][number];
export type Invited = Sent["BackofficeDeskInvited"];
export type Sessions = Sent["BackofficeStaffSessions"];

export const deskKey = ["staff-desk"];
