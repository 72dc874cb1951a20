// Generated from messages/portal/standings by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, plural, text } from "../../shared/i18n/locale";

export const current = () => (isEnglish() ? `Current` : `当前`);
export const hint = () => (isEnglish() ? `Each account is reconciled by itself; balances are never added up.` : `每个账户各自对账，余额互不相加。`);
export const nothingOwed = () => (isEnglish() ? `Nothing is open` : `没有未结清款项`);
export const nothingWaits = () => (isEnglish() ? `Nothing waits` : `没有待办`);
export const open = (p: { customer: string | number; seller: string | number }) => (isEnglish() ? `Switch to ${text(p.customer)} (${text(p.seller)})` : `切换到${text(p.customer)}（${text(p.seller)}）`);
export const title = () => (isEnglish() ? `All your accounts` : `您的全部往来账户`);
export const waiting = (p: { count: number }) => (isEnglish() ? `${plural(p.count) === "one" ? `${text(p.count)} item waits` : `${text(p.count)} items wait`}` : `${text(p.count)} 项待办`);
