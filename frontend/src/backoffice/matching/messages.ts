// Generated from messages/backoffice/matching by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const clearedBy = (p: { no: string | number }) => (isEnglish() ? `Cleared by ${text(p.no)}` : `由 ${text(p.no)} 清除`);
export const clearedItems = () => (isEnglish() ? `Cleared` : `已清`);
export const navItems = () => (isEnglish() ? `Reconciling items` : `未达项`);
export const noItems = () => (isEnglish() ? `No reconciling items` : `没有未达项`);
export const noItemsHint = () => (isEnglish() ? `When customers match their books, what only one side has booked is listed here, and clears by itself once it matches.` : `客户核对账簿后，仅一方入账的项目会列在这里，匹配后自动清除。`);
export const none = () => (isEnglish() ? `The customer has not brought its ledger yet.` : `客户尚未上传账簿。`);
export const oldest = () => (isEnglish() ? `Oldest` : `最久`);
export const openItems = () => (isEnglish() ? `Open` : `未清`);
export const openReport = () => (isEnglish() ? `Open the report` : `查看余额调节表`);
export const panel = () => (isEnglish() ? `Bilateral matching` : `双边对账`);
export const side = () => (isEnglish() ? `Side` : `一方`);
export const sideOurs = () => (isEnglish() ? `We booked` : `我方已记`);
export const sideTheirs = () => (isEnglish() ? `Customer booked` : `客户已记`);
export const stateCompleted = () => (isEnglish() ? `Completed` : `已完成`);
export const stateMatched = () => (isEnglish() ? `Being checked` : `核对中`);
export const stateUploaded = () => (isEnglish() ? `Uploaded` : `已上传，待核对`);
export const statementNo = () => (isEnglish() ? `Statement` : `对账单`);
