// Generated from messages/backoffice/aging by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const advances = () => (isEnglish() ? `Advances` : `预收`);
export const aged = () => (isEnglish() ? `What is aged` : `账龄对象`);
export const basisAge = () => (isEnglish() ? `By age since they came` : `按收到后的天数（账龄）`);
export const basisForward = () => (isEnglish() ? `Looking ahead` : `按将到期日`);
export const basisIgnored = () => (isEnglish() ? `Advances fall due on no day: they are aged by the days since they came.` : `预收款没有到期日，按收到后的天数计算账龄。`);
export const byArrangement = () => (isEnglish() ? `Arrangement` : `收款安排`);
export const byKind = () => (isEnglish() ? `Kind of business` : `款项类型`);
export const byProductLine = () => (isEnglish() ? `Product line` : `业务线`);
export const byTerms = () => (isEnglish() ? `Credit period` : `账期`);
export const everyRegion = () => (isEnglish() ? `Every region` : `全部地区`);
export const everybody = () => (isEnglish() ? `Everybody` : `全部业务员`);
export const excel = () => (isEnglish() ? `Export to Excel` : `导出 Excel`);
export const largest = (p: { currency: string | number }) => (isEnglish() ? `The twelve largest (${text(p.currency)})` : `欠款最多的 12 项（${text(p.currency)}）`);
export const none = () => (isEnglish() ? `(none)` : `（未填）`);
export const pdf = () => (isEnglish() ? `Export to PDF` : `导出 PDF`);
export const receivables = () => (isEnglish() ? `Receivables` : `应收`);
