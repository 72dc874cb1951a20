// Generated from messages/backoffice/esign by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, plural, text } from "../../shared/i18n/locale";

export const address = () => (isEnglish() ? `Address` : `地址`);
export const asking = () => (isEnglish() ? `Being asked` : `提交中`);
export const away = (p: { count: number }) => (isEnglish() ? `It did not answer when it was asked last: ${plural(p.count) === "one" ? `${text(p.count)} request waits` : `${text(p.count)} requests wait`}.` : `最近一次没有响应：${text(p.count)} 份等待中。`);
export const awayNow = () => (isEnglish() ? `does not answer, is asked again` : `暂无响应，系统会继续提交`);
export const cancelled = (p: { at: string | number }) => (isEnglish() ? `Given up, ${text(p.at)}` : `已放弃，${text(p.at)}`);
export const failed = (p: { reason: string | number }) => (isEnglish() ? `Not taken: ${text(p.reason)}` : `未受理：${text(p.reason)}`);
export const intro = () => (isEnglish() ? `Customers may have their signature made here: the provider is given the digest of a file, never the file. It is set by the server's configuration (HEFU_ESIGN_…).` : `客户可在此平台签署：平台只收到文件摘要，不会收到文件。由服务器配置（HEFU_ESIGN_…）设定。`);
export const month = () => (isEnglish() ? `Last 30 days` : `近 30 天`);
export const none = () => (isEnglish() ? `No e-sign provider is set up` : `没有接入电子签平台`);
export const noneHint = () => (isEnglish() ? `Customers sign with a code from their mailbox, or with a certificate of their own. An administrator of the server sets one up with HEFU_ESIGN_URL.` : `客户用邮件验证码或自己的证书签署。由服务器管理员通过 HEFU_ESIGN_URL 接入。`);
export const notTaken = () => (isEnglish() ? `no reason given` : `未说明原因`);
export const refused = (p: { reason: string | number }) => (isEnglish() ? `Not signed there: ${text(p.reason)}` : `未在平台签署：${text(p.reason)}`);
export const root = () => (isEnglish() ? `Root of its certificates` : `证书的根`);
export const signed = (p: { at: string | number }) => (isEnglish() ? `Signed there, ${text(p.at)}` : `已在平台签署，${text(p.at)}`);
export const silent = () => (isEnglish() ? `no answer for a week` : `一周内没有回应`);
export const tally = (p: { failed: string | number; refused: string | number; signed: string | number; waiting: string | number }) => (isEnglish() ? `${text(p.signed)} signed, ${text(p.waiting)} waiting, ${text(p.refused)} refused, ${text(p.failed)} failed` : `已签 ${text(p.signed)}，等待 ${text(p.waiting)}，拒签 ${text(p.refused)}，失败 ${text(p.failed)}`);
export const title = () => (isEnglish() ? `E-sign provider` : `电子签平台`);
export const until = (p: { date: string | number; name: string | number }) => (isEnglish() ? `${text(p.name)}, valid until ${text(p.date)}` : `${text(p.name)}，有效期至 ${text(p.date)}`);
export const waiting = (p: { at: string | number; who: string | number }) => (isEnglish() ? `Waiting for ${text(p.who)}, since ${text(p.at)}` : `等待${text(p.who)}签署，自 ${text(p.at)} 起`);
