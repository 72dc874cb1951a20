import type { components } from "../../shared/api/schema";
import type { CustomerView } from "../../shared/api/types";

type Sent = components["schemas"];

export type People = Sent["People"];
export type Colleague = Sent["Colleague"];
export type NewInvitation = Sent["NewInvitation"];
export type CustomerTokens = Sent["BackofficeCustomerTokens"];
export type Token = CustomerTokens["items"][number];
export type LogEntry = Sent["LogEntry"];
export type CustomerForm = Sent["BackofficeCustomerForm"];
export type SavedCustomer = Sent["BackofficeSavedCustomer"];
export type Organization = Sent["BackofficeOrganizationView"];

/** What the form needs of a customer beside what the page shows. */
export type EditedCustomer = CustomerView & Pick<Sent["BackofficeCustomerView"], "terms_form" | "active">;
