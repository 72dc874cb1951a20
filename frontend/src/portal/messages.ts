// Generated from messages/portal by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish } from "../shared/i18n/locale";

export const pageTitle = () => (isEnglish() ? `Hefu · Customer portal` : `合符 · 客户对账`);
