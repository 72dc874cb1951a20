import { X } from "lucide-react";
import { type ReactNode, type SyntheticEvent, useEffect, useId, useRef } from "react";
import { cx } from "../classes";
import * as m from "../messages";
import { IconButton } from "./Button";

type Placement = "center" | "sheet" | "drawer";

const places: Record<Placement, string> = {
  center: "m-auto w-[min(34rem,calc(100vw-2rem))] max-h-[calc(100dvh-2rem)] rounded-(--radius-card)",
  sheet:
    "mx-auto mb-0 mt-auto w-full max-w-none max-h-[calc(100dvh-2.5rem)] rounded-t-2xl sm:m-auto sm:w-[36rem] sm:rounded-(--radius-card)",
  drawer: "my-0 me-0 ms-auto h-dvh max-h-none w-full max-w-none sm:w-[28rem]",
};

interface ModalProps {
  title: ReactNode;
  onClose: () => void;
  placement?: Placement;
  children: ReactNode;
  footer?: ReactNode;
  className?: string;
}

/** A modal dialog in the browser's own top layer: focus stays inside, Escape and the backdrop close it. */
export function Modal({ title, onClose, placement = "center", children, footer, className }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element && !element.open) element.showModal();
    // The title first, so that it is read out and no button is pressed by accident.
    const first = element?.querySelector<HTMLElement>("[data-autofocus]") ?? heading.current;
    first?.focus({ preventScroll: true });
    return () => {
      element?.close();
      // What opened it may be gone with what was done; then the page itself has the focus.
      const back = before instanceof HTMLElement && before.isConnected ? before : document.getElementById("content");
      back?.focus({ preventScroll: true });
    };
  }, []);

  function cancel(event: SyntheticEvent) {
    event.preventDefault();
    onClose();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the backdrop is a convenience for the pointer; Escape does the same
    <dialog
      ref={dialog}
      data-modal=""
      aria-labelledby={titleId}
      onCancel={cancel}
      onClick={(event) => event.target === dialog.current && onClose()}
      className={cx("rise border-0 bg-surface p-0 text-ink shadow-float outline-none", places[placement], className)}
    >
      <div className="flex max-h-[inherit] min-h-0 flex-col" style={placement === "drawer" ? { height: "100dvh" } : {}}>
        <header className="flex items-center justify-between gap-3 border-b border-line py-2 ps-5 pe-2">
          <h2
            ref={heading}
            id={titleId}
            tabIndex={-1}
            className="min-w-0 outline-none text-[1.0625rem] font-semibold break-words"
          >
            {title}
          </h2>
          <IconButton label={m.close()} onClick={onClose}>
            <X className="size-5" aria-hidden="true" />
          </IconButton>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4">{children}</div>
        {footer && (
          <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
            {footer}
          </footer>
        )}
      </div>
    </dialog>
  );
}
