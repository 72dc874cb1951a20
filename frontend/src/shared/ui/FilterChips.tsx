import { cx } from "../classes";
import { text } from "../i18n/locale";

interface Choice<T extends string> {
  value: T;
  label: string;
  count?: number;
}

/** One filter out of a few, each with how much it would show. */
export function FilterChips<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T;
  choices: Choice<T>[];
  onChange: (next: T) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll sideways in one row in every browser
    <div
      role="group"
      aria-label={label}
      className="no-print hide-scrollbar -mx-3 flex max-w-[calc(100%+1.5rem)] min-w-0 gap-2 overflow-x-auto px-3 py-1 sm:mx-0 sm:max-w-full sm:flex-wrap sm:px-0"
    >
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={value === choice.value}
          onClick={() => onChange(choice.value)}
          className={cx(
            "inline-flex min-h-(--control) shrink-0 items-center gap-1.5 rounded-full border px-4 whitespace-nowrap",
            value === choice.value
              ? "border-brand bg-brand font-medium text-brand-ink"
              : "border-line bg-surface hover:border-edge",
          )}
        >
          {choice.label}
          {choice.count !== undefined && (
            <span className={cx("num text-[0.9em]", value !== choice.value && "text-mute")}>{text(choice.count)}</span>
          )}
        </button>
      ))}
    </div>
  );
}
