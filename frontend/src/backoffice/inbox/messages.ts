// Generated from messages/backoffice/inbox by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, plural, text } from "../../shared/i18n/locale";

export const agreed = () => (isEnglish() ? `The customer agreed` : `客户已确认一致`);
export const approved = (p: { who: string | number }) => (isEnglish() ? `${text(p.who)} approved your resolution` : `${text(p.who)} 批准了您的方案`);
export const assigned = (p: { who: string | number }) => (isEnglish() ? `${text(p.who)} gave it to you` : `${text(p.who)} 分派给您`);
export const declined = (p: { who: string | number }) => (isEnglish() ? `${text(p.who)} did not approve your resolution` : `${text(p.who)} 未批准您的方案`);
export const dueSoon = () => (isEnglish() ? `Due soon` : `即将到期`);
export const late = () => (isEnglish() ? `Late` : `已超时`);
export const markAll = () => (isEnglish() ? `Mark all as read` : `全部标为已读`);
export const mentioned = (p: { who: string | number }) => (isEnglish() ? `${text(p.who)} mentions you in a note` : `${text(p.who)} 在备注中提到了您`);
export const none = () => (isEnglish() ? `Nothing yet` : `暂无消息`);
export const noneHint = () => (isEnglish() ? `Disputes given to you, mentions, approvals and due times appear here.` : `分派给您的异议、提到您的备注、审批与到期提醒会出现在这里。`);
export const notAnswered = () => (isEnglish() ? `Still without an answer` : `客户仍未答复`);
export const open = (p: { count: number }) => (isEnglish() ? `${p.count === 0 ? `Inbox` : plural(p.count) === "one" ? `Inbox, ${text(p.count)} not read` : `Inbox, ${text(p.count)} not read`}` : `${p.count === 0 ? `消息` : `消息，${text(p.count)} 条未读`}`);
export const opened = () => (isEnglish() ? `New dispute` : `新的异议`);
export const other = () => (isEnglish() ? `News` : `新动态`);
export const receivableConfirmed = () => (isEnglish() ? `The customer confirmed a receivable` : `客户已确认应收单`);
export const receivableRejected = () => (isEnglish() ? `The customer did not confirm a receivable` : `客户未确认应收单`);
export const reopened = (p: { who: string | number }) => (isEnglish() ? `${text(p.who)} took it up again` : `${text(p.who)} 重新打开`);
export const returned = () => (isEnglish() ? `The customer returned the proposal` : `客户退回了方案`);
export const title = () => (isEnglish() ? `Inbox` : `消息`);
export const unread = () => (isEnglish() ? `not read` : `未读`);
export const waiting = (p: { who: string | number }) => (isEnglish() ? `${text(p.who)} waits for your approval` : `${text(p.who)} 提交，等您审批`);
export const withdrawn = () => (isEnglish() ? `The customer withdrew it` : `客户已撤回`);
export const written = () => (isEnglish() ? `New message` : `新的留言`);
