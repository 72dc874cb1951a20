// Generated from messages/backoffice/periods by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, plural, text } from "../../shared/i18n/locale";

export const blockers = (p: { count: number }) => (isEnglish() ? `${plural(p.count) === "one" ? `${text(p.count)} unfinished` : `${text(p.count)} unfinished`}` : `${text(p.count)} 项未完成`);
export const blockersOf = (p: { period: string | number }) => (isEnglish() ? `Unfinished up to ${text(p.period)}` : `${text(p.period)} 及以前的未完成事项`);
export const close = () => (isEnglish() ? `Close` : `关账`);
export const closeText = (p: { period: string | number }) => (isEnglish() ? `Closes ${text(p.period)} and every open period before it.` : `将关闭 ${text(p.period)} 以及更早的所有期间。`);
export const closeTitle = (p: { period: string | number }) => (isEnglish() ? `Close ${text(p.period)}` : `关闭 ${text(p.period)}`);
export const closed = () => (isEnglish() ? `Closed` : `已关账`);
export const closed2 = () => (isEnglish() ? `Closed` : `已关账`);
export const closedBy = (p: { when: string | number; who: string | number }) => (isEnglish() ? `${text(p.who)} · ${text(p.when)}` : `${text(p.who)} · ${text(p.when)}`);
export const customer = () => (isEnglish() ? `Customer` : `客户`);
export const date = () => (isEnglish() ? `Date` : `日期`);
export const intro = () => (isEnglish() ? `Once a period is closed, nothing is posted into it or before it. Statements that were issued stay as they are.` : `关账后，本期间及更早的日期不能再记账；已出具的对账单不受影响。`);
export const kindAllocation = () => (isEnglish() ? `Allocation waiting for approval` : `待审批的核销`);
export const kindDraft = () => (isEnglish() ? `Draft` : `暂存单据`);
export const kindStatementRun = () => (isEnglish() ? `Statement run under way` : `进行中的对账批次`);
export const kindSubmitted = () => (isEnglish() ? `Waiting for approval` : `待审批单据`);
export const noBlockers = () => (isEnglish() ? `Nothing is unfinished; it may be closed` : `没有未完成的事项，可以关账`);
export const open = () => (isEnglish() ? `Open` : `未关账`);
export const period = () => (isEnglish() ? `Period` : `期间`);
export const reason = () => (isEnglish() ? `Reason` : `原因`);
export const reopen = () => (isEnglish() ? `Reopen` : `反关账`);
export const reopenText = () => (isEnglish() ? `Documents can be posted into it again. The reason is kept in the audit log.` : `重新打开后可以补记；原因记入审计日志。`);
export const reopenTitle = (p: { period: string | number }) => (isEnglish() ? `Reopen ${text(p.period)}` : `重新打开 ${text(p.period)}`);
export const reopened = () => (isEnglish() ? `Reopened` : `已重新打开`);
export const title = () => (isEnglish() ? `Accounting periods` : `会计期间`);
export const what = () => (isEnglish() ? `What` : `事项`);
