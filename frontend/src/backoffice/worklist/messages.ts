// Generated from messages/backoffice/worklist by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, plural, text } from "../../shared/i18n/locale";

export const allOf = (p: { count: number }) => (isEnglish() ? `${plural(p.count) === "one" ? `Show it` : `Show all ${text(p.count)}`}` : `${`查看全部 ${text(p.count)} 项`}`);
export const approvals = () => (isEnglish() ? `Waiting for your approval` : `待我审批`);
export const backToWork = () => (isEnglish() ? `All my work` : `全部待办`);
export const by = (p: { name: string | number }) => (isEnglish() ? `by ${text(p.name)}` : `${text(p.name)} 提交`);
export const correct = () => (isEnglish() ? `Correct it and ask again` : `更正后重新请客户确认`);
export const creditsOpen = () => (isEnglish() ? `Receipts and credits to allocate` : `待核销的收款与贷项`);
export const deliveriesFailed = () => (isEnglish() ? `Messages that did not arrive` : `未送达的通知`);
export const disputesLate = () => (isEnglish() ? `Late disputes of colleagues` : `同事超时的异议`);
export const disputesMine = () => (isEnglish() ? `Disputes to answer` : `待我答复的异议`);
export const disputesUnassigned = () => (isEnglish() ? `Disputes without an assignee` : `未分派的异议`);
export const issuesLate = () => (isEnglish() ? `Late issues of colleagues` : `同事逾期的问题`);
export const issuesMine = () => (isEnglish() ? `Issues to follow up` : `待我跟进的问题`);
export const nothing = () => (isEnglish() ? `Nothing waits for you` : `没有待办事项`);
export const nothingHint = () => (isEnglish() ? `New disputes, approvals and statements without an answer appear here by themselves.` : `新的异议、待审批事项和逾期未答复的对账单会自动出现在这里。`);
export const payee = () => (isEnglish() ? `New bank account for payments` : `收款账户变更`);
export const receivablesRejected = () => (isEnglish() ? `Receivables the customer did not confirm` : `客户未确认的应收单`);
export const resolution = () => (isEnglish() ? `Resolution` : `异议处理方案`);
export const settlement = () => (isEnglish() ? `Settlement by hand` : `手工核销`);
export const slipsWaiting = () => (isEnglish() ? `Bank slips to decide` : `待认定的银行回单`);
export const statementsDraft = () => (isEnglish() ? `Draft statements to issue` : `待发出的对账单`);
export const statementsUnanswered = () => (isEnglish() ? `Statements past their answer day` : `逾期未答复的对账单`);
export const title = () => (isEnglish() ? `Waiting for you` : `待办`);
export const to = (p: { name: string | number }) => (isEnglish() ? `to ${text(p.name)}` : `发给 ${text(p.name)}`);
export const undoing = () => (isEnglish() ? `Undoing of a settlement` : `撤销核销`);
export const uploadedBy = (p: { name: string | number }) => (isEnglish() ? `uploaded by ${text(p.name)}` : `${text(p.name)} 上传`);
