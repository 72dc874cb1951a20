// Generated from messages/portal/wishes by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish } from "../../shared/i18n/locale";

export const always = () => (isEnglish() ? `Codes and invitations are always sent.` : `验证码和邀请始终会发送。`);
export const disputes = () => (isEnglish() ? `Answers to my disputes` : `异议的回复`);
export const payments = () => (isEnglish() ? `Online payments and refunds` : `在线付款与退款`);
export const reminders = () => (isEnglish() ? `Reminders to answer` : `答复提醒`);
export const saved = () => (isEnglish() ? `Saved` : `已保存`);
export const statements = () => (isEnglish() ? `New statements, new versions, agreement, receivables to confirm` : `新对账单、新版本、对账一致、应收确认`);
export const title = () => (isEnglish() ? `Mails I want` : `我要接收的邮件`);
