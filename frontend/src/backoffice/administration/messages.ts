// Generated from messages/backoffice/administration by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish } from "../../shared/i18n/locale";

export const audit = () => (isEnglish() ? `Audit log` : `审计日志`);
export const auditDetail = () => (isEnglish() ? `Everything that was done, the check of its chain, export` : `全部操作记录、哈希链校验与导出`);
export const controls = () => (isEnglish() ? `Segregation of duties` : `职责分离检查`);
export const controlsDetail = () => (isEnglish() ? `Roles that meet, acts of one person, shared accounts` : `不相容角色、同人提交与批准、共用账户`);
export const history = () => (isEnglish() ? `History of settings` : `设置变更记录`);
export const historyDetail = () => (isEnglish() ? `Who changed what, when, from what to what` : `谁在何时把什么从什么改成什么`);
export const jobs = () => (isEnglish() ? `Background jobs` : `后台任务`);
export const jobsDetail = () => (isEnglish() ? `What runs, waits and failed; try again or cancel` : `进行中、排队与失败的任务，重试与取消`);
export const notices = () => (isEnglish() ? `Mails, messages and reminders` : `邮件、消息与提醒`);
export const noticesDetail = () => (isEnglish() ? `Channels, webhooks, reminder days` : `通道、Webhook、提醒日期`);
export const organization = () => (isEnglish() ? `Organization` : `组织`);
export const organizationDetail = () => (isEnglish() ? `Name, seal name, payee account; a new payee account takes two people` : `名称、收款账户；变更收款账户须由两人完成`);
export const people = () => (isEnglish() ? `Staff` : `员工`);
export const peopleDetail = () => (isEnglish() ? `Invitations, roles, rest and return, sessions` : `邀请、角色、停用与恢复、登录会话`);
export const roles = () => (isEnglish() ? `Roles and permissions` : `角色与权限`);
export const rolesDetail = () => (isEnglish() ? `What each role may do, made from the server's own rules` : `每个角色能做什么，由服务器的规则生成`);
export const statements = () => (isEnglish() ? `Statement template and inclusion rule` : `对账单模板与数据口径`);
export const statementsDetail = () => (isEnglish() ? `What statements show and take in; each change is a new version` : `对账单显示什么、包含什么；每次修改生成新版本`);
export const title = () => (isEnglish() ? `Settings` : `设置`);
