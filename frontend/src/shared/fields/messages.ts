// Generated from messages/shared/fields by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish } from "../../shared/i18n/locale";

export const choose = () => (isEnglish() ? `Not said` : `未填写`);
export const needed = () => (isEnglish() ? `Fill this in` : `请填写`);
export const no = () => (isEnglish() ? `No` : `否`);
export const yes = () => (isEnglish() ? `Yes` : `是`);
