// Generated from messages/portal/review by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, plural, text } from "../../shared/i18n/locale";

export const approve = () => (isEnglish() ? `Approve` : `复核通过`);
export const approved = () => (isEnglish() ? `Approved` : `已复核通过`);
export const byMe = (p: { count: number }) => (isEnglish() ? `You submitted ${plural(p.count) === "one" ? `${text(p.count)} line` : `${text(p.count)} lines`}. A second colleague must check.` : `您已提交 ${text(p.count)} 行，等待另一位同事复核。`);
export const byOther = (p: { count: number; who: string | number }) => (isEnglish() ? `${text(p.who)} confirmed ${plural(p.count) === "one" ? `${text(p.count)} line` : `${text(p.count)} lines`}. Please check.` : `${text(p.who)} 已确认 ${text(p.count)} 行，请您复核。`);
export const byOtherReadOnly = (p: { count: number; who: string | number }) => (isEnglish() ? `${text(p.who)} confirmed ${plural(p.count) === "one" ? `${text(p.count)} line` : `${text(p.count)} lines`}. A second person must check.` : `${text(p.who)} 已确认 ${text(p.count)} 行，等待复核。`);
export const checkedBy = (p: { who: string | number }) => (isEnglish() ? `checked by ${text(p.who)}` : `${text(p.who)} 复核`);
export const homeChanged = (p: { lines: number }) => (isEnglish() ? `A new version changed: ${plural(p.lines) === "one" ? `${text(p.lines)} line needs` : `${text(p.lines)} lines need`} an answer` : `新版本有变动，还有 ${text(p.lines)} 行需要核对`);
export const homeCheck = (p: { by: string | number; lines: number }) => (isEnglish() ? `Check the confirmation by ${text(p.by)} (${plural(p.lines) === "one" ? `${text(p.lines)} line` : `${text(p.lines)} lines`})` : `请复核 ${text(p.by)} 的确认（${text(p.lines)} 行）`);
export const homeCheckYes = (p: { by: string | number }) => (isEnglish() ? `Check the acceptance by ${text(p.by)}` : `请复核 ${text(p.by)} 对方案的接受`);
export const homeReceivable = () => (isEnglish() ? `Please confirm before it is booked` : `请确认应收，确认后入账`);
export const homeSubmitted = (p: { count: number }) => (isEnglish() ? `${plural(p.count) === "one" ? `${text(p.count)} answer` : `${text(p.count)} answers`} of yours wait for a second person` : `您提交的 ${text(p.count)} 笔正在等待复核`);
export const lines = (p: { lines: string | number }) => (isEnglish() ? `Lines ${text(p.lines)}` : `行号 ${text(p.lines)}`);
export const reason = () => (isEnglish() ? `Reason` : `退回原因`);
export const reasonHint = () => (isEnglish() ? `The maker will read it. The lines wait for an answer again.` : `经办人会看到。这些行重新等待答复。`);
export const returnTitle = (p: { who: string | number }) => (isEnglish() ? `Send back to ${text(p.who)}` : `退回给 ${text(p.who)}`);
export const returned = (p: { who: string | number }) => (isEnglish() ? `Sent back to ${text(p.who)}` : `已退回给 ${text(p.who)}`);
export const sendBack = () => (isEnglish() ? `Send back` : `退回`);
export const submitted = (p: { count: number }) => (isEnglish() ? `${plural(p.count) === "one" ? `${text(p.count)} line waits` : `${text(p.count)} lines wait`} for a second colleague` : `已提交 ${text(p.count)} 行，等待另一位同事复核`);
export const submittedHint = () => (isEnglish() ? `Your company asks for maker and checker: what you submit counts once a second colleague approves it.` : `本公司启用了经办 / 复核：提交后由另一位同事复核，通过后才算确认。`);
export const takeBack = () => (isEnglish() ? `Take back` : `撤回`);
export const waits = () => (isEnglish() ? `Awaiting check` : `等待复核`);
export const withdrawn = () => (isEnglish() ? `Taken back` : `已撤回`);
export const yesByMe = () => (isEnglish() ? `You accepted the proposal. A second colleague must check.` : `您已接受该方案，等待另一位同事复核。`);
export const yesByOther = (p: { who: string | number }) => (isEnglish() ? `${text(p.who)} accepted the proposal. Please check.` : `${text(p.who)} 已接受该方案，请您复核。`);
export const yesByOtherReadOnly = (p: { who: string | number }) => (isEnglish() ? `${text(p.who)} accepted the proposal. A second person must check.` : `${text(p.who)} 已接受该方案，等待复核。`);
