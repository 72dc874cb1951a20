// Generated from messages/backoffice/links by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const cancelled = () => (isEnglish() ? `Ended with the statement` : `随对账单作废而失效`);
export const expired = () => (isEnglish() ? `Expired` : `已过期`);
export const guessed = () => (isEnglish() ? `Ended: too many wrong codes` : `已失效：验证码多次输错`);
export const hint = () => (isEnglish() ? `A link opens this one statement without an account. To answer, its holder enters a code that is mailed to the contact.` : `链接无需账号即可打开本对账单；答复时，持有人须输入发送到联系人邮箱的验证码。`);
export const live = (p: { when: string | number }) => (isEnglish() ? `Works until ${text(p.when)}` : `有效期至 ${text(p.when)}`);
export const more = (p: { name: string | number }) => (isEnglish() ? `Link of ${text(p.name)}` : `${text(p.name)} 的链接`);
export const never = () => (isEnglish() ? `No link yet` : `尚无链接`);
export const none = () => (isEnglish() ? `This customer has no contacts yet, so nobody can be sent a link.` : `该客户尚无联系人，无法发送链接。`);
export const notOpened = () => (isEnglish() ? `not opened` : `未打开`);
export const opened = (p: { when: string | number }) => (isEnglish() ? `Opened ${text(p.when)}` : `${text(p.when)} 打开`);
export const proved = (p: { when: string | number }) => (isEnglish() ? `address proved ${text(p.when)}` : `${text(p.when)} 验证邮箱`);
export const replaced = () => (isEnglish() ? `Replaced by a newer one` : `已被新链接替换`);
export const revoke = () => (isEnglish() ? `Take back` : `撤销`);
export const revokeText = (p: { name: string | number }) => (isEnglish() ? `It stops working at once, and so does whatever is open by it. What was answered stays. You can send ${text(p.name)} a fresh link later.` : `链接立即失效，通过它打开的页面也随之失效。已作出的答复保留。之后可以再向 ${text(p.name)} 发送新链接。`);
export const revokeTitle = (p: { name: string | number }) => (isEnglish() ? `Take back the link of ${text(p.name)}?` : `撤销 ${text(p.name)} 的链接？`);
export const revoked = (p: { when: string | number }) => (isEnglish() ? `Taken back ${text(p.when)}` : `已于 ${text(p.when)} 撤销`);
export const send = () => (isEnglish() ? `Send link` : `发送链接`);
export const sendAgain = () => (isEnglish() ? `Send again` : `再次发送`);
export const sent = (p: { name: string | number }) => (isEnglish() ? `The link is on its way to ${text(p.name)}` : `链接正在发送给 ${text(p.name)}`);
export const takenBack = (p: { name: string | number }) => (isEnglish() ? `The link of ${text(p.name)} was taken back` : `已撤销 ${text(p.name)} 的链接`);
export const title = () => (isEnglish() ? `Access by link` : `链接访问`);
export const used = (p: { when: string | number }) => (isEnglish() ? `last used ${text(p.when)}` : `最近使用 ${text(p.when)}`);
