// Generated from messages/backoffice/allocation by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, plural, text } from "../../shared/i18n/locale";

export const allocate = (p: { count: number }) => (isEnglish() ? `${plural(p.count) === "one" ? `Settles ${text(p.count)} pair` : `Settles ${text(p.count)} pairs`}` : `核销 ${text(p.count)} 笔`);
export const approve = () => (isEnglish() ? `Approve` : `批准`);
export const approved = () => (isEnglish() ? `Approved and settled` : `已批准并核销`);
export const caseBackDated = () => (isEnglish() ? `Back-dated` : `跨期`);
export const caseDisputed = () => (isEnglish() ? `Under dispute` : `涉及异议`);
export const caseOtherPerson = () => (isEnglish() ? `Somebody else's` : `撤销他人核销`);
export const decline = () => (isEnglish() ? `Decline` : `驳回`);
export const declineReason = () => (isEnglish() ? `Reason` : `驳回原因`);
export const declineTitle = () => (isEnglish() ? `Decline the settlement` : `驳回核销`);
export const declined = () => (isEnglish() ? `Declined` : `已驳回`);
export const declinedToast = () => (isEnglish() ? `Declined` : `已驳回`);
export const effective = () => (isEnglish() ? `Effective` : `生效日期`);
export const intro = () => (isEnglish() ? `Back-dated settlements, those of something under dispute, and undoing what somebody else settled take effect once the finance supervisor approves them.` : `跨期、涉及异议或撤销他人核销的，须由财务主管批准后才生效。`);
export const nothingWaits = () => (isEnglish() ? `No settlement waits for approval` : `没有待批准的核销`);
export const posted = () => (isEnglish() ? `In effect` : `已生效`);
export const proposedBy = () => (isEnglish() ? `Proposed by` : `提交人`);
export const reason = () => (isEnglish() ? `Reason` : `说明`);
export const title = () => (isEnglish() ? `Settlement approval` : `核销审批`);
export const undo = () => (isEnglish() ? `Undoes a settlement` : `撤销核销`);
export const waiting = () => (isEnglish() ? `Waiting` : `待批准`);
export const what = () => (isEnglish() ? `What` : `事项`);
export const why = () => (isEnglish() ? `Why it waits` : `特殊原因`);
export const withdraw = () => (isEnglish() ? `Withdraw` : `撤回`);
export const withdrawn = () => (isEnglish() ? `Withdrawn` : `已撤回`);
export const withdrawnToast = () => (isEnglish() ? `Withdrawn` : `已撤回`);
