// Generated from messages/shared/receivables by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const askedBy = (p: { who: string | number }) => (isEnglish() ? `Asked by ${text(p.who)}` : `${text(p.who)} 发起`);
export const confirmed = () => (isEnglish() ? `Confirmed` : `已确认`);
export const noOpinion = () => (isEnglish() ? `No opinion given` : `未填写意见`);
export const opinion = () => (isEnglish() ? `Opinion` : `意见`);
export const record = () => (isEnglish() ? `Confirmation record` : `确认记录`);
export const rejected = () => (isEnglish() ? `Rejected` : `已退回`);
export const round = (p: { n: string | number }) => (isEnglish() ? `Round ${text(p.n)}` : `第 ${text(p.n)} 轮`);
export const takenBack = () => (isEnglish() ? `Taken back by the seller` : `卖方已撤回`);
export const waiting = () => (isEnglish() ? `Waiting for the customer` : `等待客户确认`);
