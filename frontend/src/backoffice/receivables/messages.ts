// Generated from messages/backoffice/receivables by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish } from "../../shared/i18n/locale";

export const asked = () => (isEnglish() ? `Approved; the customer was asked to confirm it` : `已批准，已请客户确认`);
export const next = () => (isEnglish() ? `Approved. The customer was asked to confirm it; once confirmed it is posted by itself. To change something, take it back.` : `已批准，已请客户确认；客户确认后自动记账，无需再操作。如需修改，请先撤回。`);
export const policy = () => (isEnglish() ? `Receivables are booked only after the customer confirms` : `应收须经客户确认后入账`);
export const policyHint = () => (isEnglish() ? `After approval the customer's confirmers check each receivable online. What is being asked already stays asked.` : `审批通过后，由客户的确认人在线核对每笔应收。已发出的确认请求不受影响。`);
export const policyOff = () => (isEnglish() ? `From now on receivables are booked without the customer's confirmation` : `此后的应收无需客户确认即可入账`);
export const policyOn = () => (isEnglish() ? `From now on the customer confirms before a receivable is booked` : `此后的应收须经客户确认才入账`);
export const reason = () => (isEnglish() ? `Reason` : `撤回原因`);
export const stateConfirming = () => (isEnglish() ? `Waiting for the customer` : `等待客户确认`);
export const takeBack = () => (isEnglish() ? `Take back` : `撤回`);
export const takeBackText = () => (isEnglish() ? `It becomes a draft again. The customer sees your reason and is no longer asked.` : `撤回后回到草稿。客户会看到原因，且不再需要确认。`);
export const takeBackTitle = () => (isEnglish() ? `Take back what the customer is asked` : `撤回对客户的确认请求`);
export const takenBack = () => (isEnglish() ? `Taken back; it is a draft again` : `已撤回，回到草稿`);
