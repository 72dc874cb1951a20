import { Upload } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { cx } from "../classes";
import { Button } from "./Button";

interface Props {
  /** what to bring, said beside the button */
  children: ReactNode;
  /** what is said below the button; then the zone is the page's main thing and stands upright */
  foot?: ReactNode;
  /** the word on the button, and the one while the files are on their way */
  choose: string;
  working?: string;
  busy: boolean;
  accept?: string;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
}

/** Where files are brought: chosen by a button, or dropped. */
export function FileDrop({ children, foot, choose, working = choose, busy, accept, multiple, onFiles }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  function take(files: FileList | null) {
    const brought = [...(files ?? [])]; // the list is empty once the field is
    if (input.current) input.current.value = "";
    if (brought.length > 0 && !busy) onFiles(multiple ? brought : brought.slice(0, 1));
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        "flex rounded-lg border border-dashed px-4",
        foot ? "flex-col items-center gap-2 py-8 text-center" : "flex-wrap items-center gap-x-4 gap-y-2 py-3",
        over ? "border-brand bg-brand-bg" : "border-edge bg-sunken",
      )}
    >
      <Upload className="size-6 text-mute" strokeWidth={1.5} aria-hidden="true" />
      <div className={foot ? undefined : "min-w-0 flex-1 basis-60"}>{children}</div>
      <input
        ref={input}
        type="file"
        multiple={multiple}
        accept={accept}
        hidden // the button is the one way in, for keys and readers too
        onChange={(event) => take(event.target.files)}
      />
      <Button look="primary" busy={busy} onClick={() => input.current?.click()}>
        {busy ? working : choose}
      </Button>
      {foot}
    </div>
  );
}
