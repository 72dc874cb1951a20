// Generated from messages/shared/again by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish } from "../../shared/i18n/locale";

export const detail = () => (isEnglish() ? `Rights and bank accounts change only after a fresh sign-in. Sign in once more in a new window; what you typed here stays and is sent when you are back.` : `更改权限或收款账户前需要重新登录。请在新窗口再登录一次；这里填写的内容会保留，登录后自动提交。`);
export const done = () => (isEnglish() ? `You have signed in again` : `已重新登录`);
export const doneDetail = () => (isEnglish() ? `Go back to the window you came from: it goes on by itself. This one can be closed.` : `请回到原来的窗口，操作会自动继续；本窗口可以关闭。`);
export const title = () => (isEnglish() ? `Show that it is you` : `请确认是您本人`);
