import type { components } from "../../shared/api/schema";
import { isEnglish } from "../../shared/i18n/locale";

type Schemas = components["schemas"];
export type List = Schemas["BackofficeDimensionList"];
export type Dimension = Schemas["BackofficeDimension"];
export type Value = Schemas["BackofficeDimensionValue"];
export type Carried = Schemas["BackofficeCarried"];

export const dimensionsKey = ["dimensions"];

/** A name in the reader's language. */
export const nameOf = (it: { zh: string; en: string }) => (isEnglish() ? it.en : it.zh);
