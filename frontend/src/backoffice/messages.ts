// Generated from messages/backoffice by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish } from "../shared/i18n/locale";

export const pageTitle = () => (isEnglish() ? `Hefu · Back office` : `合符 · 对账后台`);
