// Generated from messages/backoffice/aging by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish } from "../../shared/i18n/locale";

export const basisForward = () => (isEnglish() ? `Looking ahead` : `按将到期日`);
export const byKind = () => (isEnglish() ? `Kind of business` : `款项类型`);
export const byProductLine = () => (isEnglish() ? `Product line` : `业务线`);
export const byTerms = () => (isEnglish() ? `Credit period` : `账期`);
export const none = () => (isEnglish() ? `(none)` : `（未填）`);
