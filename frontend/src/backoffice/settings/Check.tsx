import type { ReactNode } from "react";

/** A tick with its label and, beneath, what it means. */
export function Check({
  label,
  hint,
  checked,
  disabled,
  onChange,
}: {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="flex min-h-(--control) items-start gap-2.5 py-1">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="min-w-0">
        {label}
        {hint && <span className="block text-[0.8125rem] text-mute">{hint}</span>}
      </span>
    </label>
  );
}
