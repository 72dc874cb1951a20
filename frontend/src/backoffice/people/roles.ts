import { isEnglish } from "../../shared/i18n/locale";
import * as m from "./messages";

export const roleWords: Record<string, () => string> = {
  viewer: m.viewer,
  confirmer: m.confirmer,
  payer: m.payer,
  signer: m.signer,
  customer_admin: m.customerAdmin,
};

export const roleList = (roles: readonly string[] = []) =>
  roles.map((role) => roleWords[role]?.() ?? role).join(isEnglish() ? ", " : "、");

/** Who keeps customers: the server refuses the others all the same. */
export const mayManage = (roles: readonly string[]) =>
  roles.includes("ar_accountant") || roles.includes("finance_supervisor");
