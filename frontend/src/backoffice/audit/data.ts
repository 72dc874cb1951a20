import type { components } from "../../shared/api/schema";

type Sent = components["schemas"];
export type AuditPage = Sent["BackofficeAuditPage"];
export type AuditRow = Sent["BackofficeAuditRow"];
export type AuditActions = Sent["BackofficeAuditActions"];
export type ChainView = Sent["BackofficeChainView"];
