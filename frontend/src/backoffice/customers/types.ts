import type { components } from "../../shared/api/schema";

type Schemas = components["schemas"];

export type Group = Schemas["BackofficeCustomerGroup"];
export type GroupWhole = Schemas["BackofficeGroupWhole"];
export type Member = Schemas["BackofficeGroupMember"];
export type GroupAllocation = Schemas["BackofficeGroupAllocation"];
export type Balance = Group["balances"][number];
export type Profile = Schemas["BackofficeCustomerProfile"];
export type Happening = Schemas["BackofficeHappening"];
export type Alike = Schemas["BackofficeCustomersAlike"];
export type CustomerFile = Schemas["BackofficeCustomerFile"];

/** Who declares groups: the server refuses the others all the same. */
export const mayDeclare = (roles: readonly string[]) => roles.includes("finance_supervisor");
