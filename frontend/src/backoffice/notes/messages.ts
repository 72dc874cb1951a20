// Generated from messages/backoffice/notes by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const add = () => (isEnglish() ? `Add the note` : `添加备注`);
export const added = () => (isEnglish() ? `Note added` : `备注已添加`);
export const colleagues = () => (isEnglish() ? `Colleagues` : `同事`);
export const hint = () => (isEnglish() ? `Only colleagues see them; no customer ever does.` : `仅同事可见，客户永远看不到。`);
export const none = () => (isEnglish() ? `No note yet` : `暂无备注`);
export const title = () => (isEnglish() ? `Internal notes` : `内部备注`);
export const to = (p: { names: string | number }) => (isEnglish() ? `To ${text(p.names)}` : `提醒 ${text(p.names)}`);
export const write = () => (isEnglish() ? `Write a note` : `写备注`);
export const writeHint = () => (isEnglish() ? `Type @ and a name to bring it to a colleague` : `输入 @ 和姓名可提醒同事`);
