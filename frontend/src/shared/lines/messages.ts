// Generated from messages/shared/lines by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, plural, text } from "../../shared/i18n/locale";

export const orderHint = () => (isEnglish() ? `The PDF and the Excel file keep the document's own order.` : `PDF 与 Excel 仍按对账单原有顺序。`);
export const overdueDays = (p: { count: number }) => (isEnglish() ? `Overdue ${plural(p.count) === "one" ? `${text(p.count)} day` : `${text(p.count)} days`}` : `逾期 ${text(p.count)} 天`);
export const overdueFirst = () => (isEnglish() ? `Overdue first` : `逾期优先`);
