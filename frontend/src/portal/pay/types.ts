import type { components } from "../../shared/api/schema";

export type Payment = components["schemas"]["Payment"];
export type PaymentPage = components["schemas"]["PagePayment"];
export type Quote = components["schemas"]["PortalQuoteView"];
export type QuoteLine = components["schemas"]["PortalQuoteLine"];
export type Transfer = components["schemas"]["PortalTransferView"];
export type TransferPage = components["schemas"]["PageTransferView"];
