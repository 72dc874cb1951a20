import type { components } from "../../shared/api/schema";

type Sent = components["schemas"];
export type StandIns = Sent["BackofficeStandInsView"];
export type StandIn = StandIns["items"][number];

export const standInsKey = ["stand-ins"];
