import type { components } from "../api/schema";
import { isEnglish } from "../i18n/locale";

/** The accounting dimensions that a line of a voucher carries, below its account. */
export function LineSays({ says }: { says?: components["schemas"]["BackofficeLineSays"][] | null }) {
  if (!says?.length) return null;
  return (
    <span className="block w-full text-[0.8125rem] text-mute">
      {says
        .map((it) => (isEnglish() ? `${it.en}: ${it.value} ${it.value_en}` : `${it.zh}：${it.value} ${it.value_zh}`))
        .join(" · ")}
    </span>
  );
}
