// Generated from messages/backoffice/administration by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish } from "../../shared/i18n/locale";

export const notices = () => (isEnglish() ? `Mails, messages and reminders` : `邮件、消息与提醒`);
export const noticesDetail = () => (isEnglish() ? `Channels, webhooks, reminder days` : `通道、Webhook、提醒日期`);
export const organization = () => (isEnglish() ? `Organization` : `组织`);
export const organizationDetail = () => (isEnglish() ? `Name, seal name, payee account; a new payee account takes two people` : `名称、收款账户；变更收款账户须由两人完成`);
export const statements = () => (isEnglish() ? `Statement template and inclusion rule` : `对账单模板与数据口径`);
export const statementsDetail = () => (isEnglish() ? `What statements show and take in; each change is a new version` : `对账单显示什么、包含什么；每次修改生成新版本`);
export const title = () => (isEnglish() ? `Settings` : `设置`);
