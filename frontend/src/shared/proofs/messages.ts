// Generated from messages/shared/proofs by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const acceptance = () => (isEnglish() ? `Acceptance` : `验收单`);
export const contract = () => (isEnglish() ? `Contract` : `合同`);
export const deliveryNote = () => (isEnglish() ? `Signed delivery note` : `签收单`);
export const invoice = () => (isEnglish() ? `Invoice` : `发票`);
export const mayAskPassword = () => (isEnglish() ? `May ask for a password` : `可能需要密码`);
export const open = (p: { name: string | number }) => (isEnglish() ? `Open ${text(p.name)}` : `查看 ${text(p.name)}`);
export const other = () => (isEnglish() ? `Other` : `其他`);
export const title = () => (isEnglish() ? `Proof` : `凭证文件`);
