// Generated from messages/backoffice/evidence by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const button = () => (isEnglish() ? `Evidence package` : `证据包`);
export const download = () => (isEnglish() ? `Download ZIP` : `下载 ZIP`);
export const from = () => (isEnglish() ? `From` : `起始日`);
export const internal = () => (isEnglish() ? `With notes among staff` : `包含内部备注`);
export const intro = () => (isEnglish() ? `Statements with every version, answers and their hashes, disputes, files, documents, vouchers, deliveries and the audit log of the period, as one ZIP that can be checked without this system.` : `期间内的对账单各版本、答复及哈希、差异往来、附件、单据、凭证、发送记录与审计日志，打包为一个 ZIP，无需本系统即可验证。`);
export const title = (p: { name: string | number }) => (isEnglish() ? `Evidence of ${text(p.name)}` : `${text(p.name)}的证据包`);
export const to = () => (isEnglish() ? `To` : `截止日`);
