import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { cx } from "../classes";

const box =
  "w-full min-h-(--control) rounded-(--radius-control) border border-edge bg-surface px-3 py-1 text-(length:--control-text) text-ink aria-invalid:border-bad disabled:bg-sunken disabled:text-mute";

interface Labelled {
  label: string;
  hint?: ReactNode;
  error?: string;
  hideLabel?: boolean;
}

function Frame({
  id,
  label,
  hint,
  error,
  hideLabel,
  className,
  children,
}: Labelled & { id: string; className?: string; children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "mb-1 block font-medium"}>
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-[0.8125rem] text-mute">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-[0.8125rem] font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

function described(id: string, hint: unknown, error: unknown): string | undefined {
  return cx(Boolean(hint) && `${id}-hint`, Boolean(error) && `${id}-error`) || undefined;
}

export function TextField({
  label,
  hint,
  error,
  hideLabel,
  className,
  inputClass,
  ...rest
}: Labelled & InputHTMLAttributes<HTMLInputElement> & { inputClass?: string }) {
  const id = useId();
  return (
    <Frame id={id} {...{ label, hint, error, hideLabel, className }}>
      <input
        id={id}
        aria-invalid={Boolean(error) || undefined}
        aria-describedby={described(id, hint, error)}
        className={cx(box, inputClass)}
        {...rest}
      />
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  className,
  ...rest
}: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <Frame id={id} {...{ label, hint, error, hideLabel, className }}>
      <textarea
        id={id}
        rows={3}
        aria-invalid={Boolean(error) || undefined}
        aria-describedby={described(id, hint, error)}
        className={cx(box, "block resize-y py-2")}
        {...rest}
      />
    </Frame>
  );
}

export function SelectField({
  label,
  hint,
  error,
  hideLabel,
  className,
  children,
  ...rest
}: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Frame id={id} {...{ label, hint, error, hideLabel, className }}>
      <select
        id={id}
        aria-invalid={Boolean(error) || undefined}
        aria-describedby={described(id, hint, error)}
        className={box}
        {...rest}
      >
        {children}
      </select>
    </Frame>
  );
}

interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: string;
  disabled?: boolean;
}

/** One of a few, each with room to tap. */
export function RadioCards<T extends string>({
  legend,
  name,
  choices,
  value,
  onChange,
  columns = false,
  error,
  hideLegend = false,
}: {
  legend: string;
  name: string;
  choices: Choice<T>[];
  value: T | undefined;
  onChange: (next: T) => void;
  columns?: boolean;
  error?: string;
  hideLegend?: boolean;
}) {
  return (
    <fieldset>
      <legend className={hideLegend ? "sr-only" : "mb-1.5 font-medium"}>{legend}</legend>
      <div className={cx("grid gap-2", columns && "grid-cols-2")}>
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={cx(
              "flex min-h-(--control) items-center gap-3 rounded-(--radius-control) border px-3 py-1.5",
              value === choice.value ? "border-brand bg-brand-bg" : "border-line hover:bg-sunken",
              choice.disabled && "text-mute",
            )}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={value === choice.value}
              disabled={choice.disabled}
              onChange={() => onChange(choice.value)}
              className="size-4 shrink-0"
            />
            <span className="min-w-0">
              {choice.label}
              {choice.hint && <span className="block text-[0.8125rem] text-mute">{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && <p className="mt-1 text-[0.8125rem] font-medium text-bad">{error}</p>}
    </fieldset>
  );
}
