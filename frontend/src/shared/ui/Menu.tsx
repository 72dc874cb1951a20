import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "../classes";

/** A button that opens a short list of links or buttons beneath it. */
export function Menu({
  label,
  button,
  children,
  align = "end",
  className,
}: {
  label: string;
  button: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  className?: string;
}) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    function close(event: Event) {
      const element = details.current;
      if (!element?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        element.open = false;
        element.querySelector("summary")?.focus();
        return;
      }
      if (!element.contains(event.target as Node)) element.open = false;
    }
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);

  return (
    <details ref={details} className={cx("no-print relative", className)}>
      <summary
        aria-label={label}
        className="flex min-h-(--control) list-none items-center gap-2 rounded-(--radius-control) px-2.5 hover:bg-sunken [&::-webkit-details-marker]:hidden"
      >
        {button}
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: choosing anything inside closes the list */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a key on a focused entry makes a click as well */}
      <div
        className={cx(
          "rise absolute top-full z-40 mt-1 max-h-[70dvh] min-w-56 overflow-y-auto rounded-(--radius-control) border border-line bg-surface p-1.5 shadow-float",
          align === "end" ? "end-0" : "start-0",
        )}
        onClick={(event) => {
          if ((event.target as Element).closest("a,button") && details.current) details.current.open = false;
        }}
      >
        {children}
      </div>
    </details>
  );
}

const entry =
  "flex w-full min-h-(--control) items-center gap-2.5 rounded-[calc(var(--radius-control)-0.25rem)] px-2.5 text-start hover:bg-sunken";

export function MenuButton({
  children,
  onClick,
  current,
}: {
  children: ReactNode;
  onClick: () => void;
  current?: boolean;
}) {
  return (
    <button type="button" className={cx(entry, current && "font-semibold text-brand")} onClick={onClick}>
      {children}
    </button>
  );
}

export function MenuLink({ children, ...rest }: { children: ReactNode; href: string; download?: boolean }) {
  return (
    <a className={entry} {...rest}>
      {children}
    </a>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <p className="px-2.5 pt-2 pb-1 text-[0.8125rem] text-mute">{children}</p>;
}
