import { Camera, Check, FileText, Paperclip, RotateCw, X } from "lucide-react";
import { type ReactNode, useId, useRef } from "react";
import { cx } from "../classes";
import { useMedia } from "../media";
import { IconButton } from "../ui/Button";
import * as m from "./messages";
import { accepted, formatSize } from "./upload";
import type { Item, Uploads } from "./useUploads";

/** Chooses files and photographs and shows how far each is on its way. */
export function FilePicker({
  uploads,
  hint = false,
  compact = false,
  onRetried,
}: {
  uploads: Uploads;
  hint?: boolean;
  compact?: boolean;
  onRetried?: (allSent: boolean) => void;
}) {
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const handy = useMedia("(any-pointer: coarse)");
  const hintId = useId();
  function take(input: HTMLInputElement | null) {
    if (input?.files) uploads.add(input.files);
    if (input) input.value = ""; // the same file may be chosen again
  }
  return (
    <div className="space-y-2">
      <fieldset
        className="flex flex-wrap gap-2"
        aria-label={m.filesLabel()}
        aria-describedby={hint ? hintId : undefined}
      >
        {handy && (
          <PickButton compact={compact} onClick={() => camera.current?.click()}>
            <Camera className="size-4 shrink-0" aria-hidden="true" />
            {m.takePhoto()}
          </PickButton>
        )}
        <PickButton compact={compact} onClick={() => chooser.current?.click()}>
          <Paperclip className="size-4 shrink-0" aria-hidden="true" />
          {handy ? m.chooseFiles() : m.addFile()}
        </PickButton>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          data-files=""
          aria-label={m.chooseFiles()}
          accept={accepted}
          onChange={(event) => take(event.currentTarget)}
        />
        {handy && (
          <input
            ref={camera}
            type="file"
            hidden
            data-camera=""
            aria-label={m.takePhoto()}
            accept="image/jpeg"
            capture="environment"
            onChange={(event) => take(event.currentTarget)}
          />
        )}
      </fieldset>
      {hint && (
        <p id={hintId} className="text-[0.8125rem] text-mute">
          {m.filesHint()}
        </p>
      )}
      {uploads.notice && (
        <p role="alert" className="text-bad">
          {uploads.notice}
        </p>
      )}
      <UploadList uploads={uploads} onRetried={onRetried} />
    </div>
  );
}

function PickButton({ compact, onClick, children }: { compact: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={cx(
        "inline-flex items-center gap-1.5 rounded-(--radius-control) border border-edge bg-surface font-medium hover:bg-sunken",
        compact ? "min-h-8 px-2.5" : "min-h-11 px-3.5",
      )}
    >
      {children}
    </button>
  );
}

/** The files and their way, one a row. */
export function UploadList({ uploads, onRetried }: { uploads: Uploads; onRetried?: (allSent: boolean) => void }) {
  if (uploads.items.length === 0) return null;
  return (
    <ul aria-label={m.filesLabel()} className="divide-y divide-line rounded-(--radius-control) border border-line">
      {uploads.items.map((it) => (
        <li key={it.key} className="flex items-center gap-3 py-1.5 ps-2.5 pe-1">
          <Picture item={it} />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{it.file.name}</span>
            <State item={it} />
          </span>
          {it.state === "failed" && it.again && (
            <button
              type="button"
              onClick={() => void uploads.retry(it.key).then(onRetried)}
              className="inline-flex min-h-(--control) items-center gap-1.5 rounded-(--radius-control) px-2 font-medium text-brand hover:bg-brand-bg"
            >
              <RotateCw className="size-4" aria-hidden="true" />
              {m.retry()}
            </button>
          )}
          {(it.state === "waiting" || it.state === "failed") && (
            <IconButton label={m.remove({ name: it.file.name })} onClick={() => uploads.remove(it.key)}>
              <X className="size-4" aria-hidden="true" />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  );
}

function Picture({ item }: { item: Item }) {
  const box = "grid size-11 shrink-0 place-items-center overflow-hidden rounded-md bg-sunken";
  return item.preview ? (
    <img src={item.preview} alt="" className={cx(box, "object-cover")} />
  ) : (
    <span className={box}>
      <FileText className="size-5 text-mute" aria-hidden="true" />
    </span>
  );
}

function State({ item }: { item: Item }) {
  const small = "block text-[0.8125rem]";
  if (item.state === "failed")
    return (
      <span role="alert" className={cx(small, "break-words text-bad")}>
        {item.error}
      </span>
    );
  if (item.state === "sent")
    return (
      <span className={cx(small, "text-ok")}>
        <Check className="me-1 inline size-3.5" aria-hidden="true" />
        {m.sent()}
      </span>
    );
  const percent = Math.floor(item.part * 100);
  return (
    <span className={cx(small, "text-mute")}>
      <span className="num">
        {item.state === "sending" ? m.sending({ percent }) : m.waiting()} · {formatSize(item.file.size)}
      </span>
      {item.state === "sending" && (
        <progress
          aria-label={m.sending({ percent })}
          value={item.part}
          max={1}
          className="mt-1 block h-1.5 w-full accent-(--brand)"
        />
      )}
    </span>
  );
}
