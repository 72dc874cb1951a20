import { cx } from "../../shared/classes";
import * as m from "./messages";

const steps = [
  { title: m.step1, text: m.step1Text },
  { title: m.step2, text: m.step2Text },
  { title: m.step3, text: m.step3Text },
  { title: m.step4, text: m.step4Text },
];

/** The four steps from a statement to an agreed one. Brief ones leave a phone room for what waits below them. */
export function Steps({ brief = false }: { brief?: boolean }) {
  return (
    <ol className={cx("grid gap-3 lg:grid-cols-4", brief ? "grid-cols-2" : "sm:grid-cols-2")}>
      {steps.map(({ title, text }, at) => (
        <li key={title()} className="flex gap-3">
          <span
            aria-hidden="true"
            className="num grid size-7 shrink-0 place-items-center rounded-full bg-brand font-semibold text-brand-ink"
          >
            {at + 1}
          </span>
          <span className="min-w-0">
            <span className="block font-medium">{title()}</span>
            <span className={cx("block text-[0.8125rem] text-mute", brief && "max-sm:hidden")}>{text()}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
