// Generated from messages/backoffice/reportfiles by scripts/i18n-gen.mjs; edit the catalogues.
import { isEnglish, text } from "../../shared/i18n/locale";

export const asked = () => (isEnglish() ? `Being made in the background. You are told when it is ready.` : `正在后台生成，完成后通知您。`);
export const askedAt = () => (isEnglish() ? `Asked for` : `申请时间`);
export const background = () => (isEnglish() ? `In the background` : `后台生成`);
export const backgroundCsv = () => (isEnglish() ? `Make CSV in the background` : `后台生成 CSV`);
export const backgroundExcel = () => (isEnglish() ? `Make Excel in the background` : `后台生成 Excel`);
export const download = () => (isEnglish() ? `Download` : `下载`);
export const failed = () => (isEnglish() ? `Could not be made` : `未能生成`);
export const format = () => (isEnglish() ? `Format` : `格式`);
export const goesToBackground = () => (isEnglish() ? `The file is long and is being made in the background. You are told when it is ready, and download it here.` : `文件较长，正在后台生成；完成后会通知您，可在此下载。`);
export const hint = () => (isEnglish() ? `Files made in the background. You are told when one is ready, and can download it for a day.` : `后台生成的报表文件，完成后通知您，可下载一天。`);
export const kb = (p: { n: string | number }) => (isEnglish() ? `${text(p.n)} KB` : `${text(p.n)} KB`);
export const mb = (p: { n: string | number }) => (isEnglish() ? `${text(p.n)} MB` : `${text(p.n)} MB`);
export const none = () => (isEnglish() ? `No report files` : `没有报表文件`);
export const noneHint = () => (isEnglish() ? `Choose “In the background” on a report, and a long one needs no waiting.` : `在报表页选择“后台生成”，较长的报表不必等待。`);
export const queued = () => (isEnglish() ? `Being made` : `生成中`);
export const ready = () => (isEnglish() ? `Ready` : `可下载`);
export const report = () => (isEnglish() ? `Report` : `报表`);
export const size = () => (isEnglish() ? `Size` : `大小`);
export const title = () => (isEnglish() ? `Report files` : `报表文件`);
export const toReports = () => (isEnglish() ? `Open the reports` : `打开报表`);
export const tooLong = () => (isEnglish() ? `This report is long. Have the file made in the background; you are told when it is ready.` : `该报表行数较多，请后台生成文件，完成后通知您。`);
export const until = () => (isEnglish() ? `Download until` : `可下载至`);
