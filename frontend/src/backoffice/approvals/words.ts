import * as m from "./messages";

const roles: Record<string, () => string> = {
  sales: m.roleSales,
  credit_manager: m.roleCreditManager,
  ar_accountant: m.roleArAccountant,
  finance_supervisor: m.roleFinanceSupervisor,
  management: m.roleManagement,
};

export const roleWord = (role: string) => roles[role]?.() ?? role;

const names: Record<string, () => string> = { business: m.business, finance: m.finance, level: m.stepLevel };

export const stepWord = (name: string) => names[name]?.() ?? name;

/** Who may be asked for a level, lowest first. */
export const levelRoles = ["ar_accountant", "credit_manager", "finance_supervisor", "management"] as const;
