import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from "react";
import { cx } from "../classes";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

const base =
  "inline-flex min-h-(--control) items-center justify-center gap-2 rounded-(--radius-control) px-[1.15em] font-medium text-center transition-colors duration-150 disabled:cursor-not-allowed";

const looks: Record<ButtonLook, string> = {
  primary: "bg-brand text-brand-ink hover:bg-brand-strong disabled:bg-line disabled:text-mute",
  secondary:
    "border border-edge bg-surface text-ink hover:bg-sunken disabled:border-line disabled:bg-sunken disabled:text-mute",
  quiet: "text-brand hover:bg-brand-bg disabled:text-mute disabled:hover:bg-transparent",
  danger: "border border-bad bg-surface text-bad hover:bg-bad-bg disabled:border-line disabled:text-mute",
};

export function buttonClass(look: ButtonLook, extra?: string): string {
  return cx(base, looks[look], extra);
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  busy?: boolean;
}

/** A button; while busy it keeps its width and refuses a second press. */
export function Button({ look = "secondary", busy = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={cx(buttonClass(look, className), busy && "animate-pulse")}
    >
      {children}
    </button>
  );
}

interface ButtonLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  look?: ButtonLook;
  children: ReactNode;
}

/** A plain link that looks like a button, for downloads and for leaving the page. */
export function ButtonLink({ look = "secondary", className, ...rest }: ButtonLinkProps) {
  return <a {...rest} className={buttonClass(look, className)} />;
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string;
}

/** A square button whose only content is an icon; the label is spoken and shown as a hint. */
export function IconButton({ label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={cx(
        "inline-grid size-(--control) shrink-0 place-items-center rounded-(--radius-control) text-mute hover:bg-sunken hover:text-ink disabled:cursor-not-allowed disabled:opacity-50",
        className,
      )}
    />
  );
}
