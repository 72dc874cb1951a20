// Generated from messages/portal/esign by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const ask = (p: { provider: string | number }) => (isEnglish() ? `Sign at ${text(p.provider)}` : `前往${text(p.provider)}签署`);
export const asking = (p: { provider: string | number }) => (isEnglish() ? `${text(p.provider)} is being asked. This takes a few seconds.` : `正在向${text(p.provider)}提交，只需几秒。`);
export const away = (p: { provider: string | number }) => (isEnglish() ? `${text(p.provider)} does not answer at the moment. We go on asking; you need not stay here.` : `${text(p.provider)}暂时没有响应，系统会继续提交，您不必停留在此页。`);
export const failed = (p: { provider: string | number; reason: string | number }) => (isEnglish() ? `${text(p.provider)} did not take the request: ${text(p.reason)}` : `${text(p.provider)}未受理：${text(p.reason)}`);
export const first = () => (isEnglish() ? `Tick the box above first.` : `请先勾选上面的同意。`);
export const hint = (p: { provider: string | number }) => (isEnglish() ? `${text(p.provider)} checks who you are and signs with a certificate of its own. It is given the digest of the file and your name, never the file.` : `由${text(p.provider)}核验身份，并用它的证书签名。对方只收到文件摘要和您的姓名，不会收到文件。`);
export const notTaken = () => (isEnglish() ? `It gave no reason.` : `平台未说明原因。`);
export const open = (p: { provider: string | number }) => (isEnglish() ? `Continue at ${text(p.provider)}` : `去${text(p.provider)}继续`);
export const otherWay = () => (isEnglish() ? `Sign another way` : `改用其他方式`);
export const othersTurn = (p: { who: string | number }) => (isEnglish() ? `${text(p.who)} has begun to sign there.` : `${text(p.who)}已在平台发起签署。`);
export const refused = (p: { provider: string | number; reason: string | number }) => (isEnglish() ? `${text(p.provider)}: not signed. ${text(p.reason)}` : `${text(p.provider)}：未签署。${text(p.reason)}`);
export const silent = (p: { provider: string | number }) => (isEnglish() ? `${text(p.provider)} did not answer for a week, so nothing was signed there.` : `${text(p.provider)}一周内没有回应，未能签署。`);
export const title = (p: { provider: string | number }) => (isEnglish() ? `Sign at ${text(p.provider)} instead` : `改用${text(p.provider)}签署`);
export const tryAgain = () => (isEnglish() ? `Try again, or sign another way.` : `可以重试，或改用其他方式。`);
export const waiting = (p: { provider: string | number; who: string | number }) => (isEnglish() ? `${text(p.provider)} waits for ${text(p.who)} to sign.` : `${text(p.provider)}：等待${text(p.who)}签署。`);
export const waitingHint = () => (isEnglish() ? `Sign there, then come back: the file is completed by itself and this page shows it.` : `请到平台完成签署后返回，文件会自动补齐，本页随之更新。`);
