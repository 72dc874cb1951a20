import { isEnglish } from "./i18n/locale";

/** What a company is called in the reader's language. */
export function nameOf(company: { name: string; name_en?: string }): string {
  return (isEnglish() && company.name_en) || company.name;
}
