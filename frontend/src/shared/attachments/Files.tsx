import { FileSpreadsheet, FileText, LockKeyhole } from "lucide-react";
import { useState } from "react";
import { apiPath } from "../api/client";
import type { Attachment } from "../api/types";
import { Button, ButtonLink } from "../ui/Button";
import { Modal } from "../ui/Modal";
import * as m from "./messages";
import { formatSize } from "./upload";

const fileAddress = (id: string) => apiPath(`/attachments/${id}/file`);

/** The files beside a message: pictures small, which open large; everything else by name and size. */
export function Files({ files, onWithdraw }: { files: Attachment[]; onWithdraw?: (file: Attachment) => void }) {
  const [shown, setShown] = useState<Attachment>();
  if (files.length === 0) return null;
  const pictures = files.filter((it) => it.thumbnail);
  const others = files.filter((it) => !it.thumbnail);
  return (
    <>
      {pictures.length > 0 && (
        <ul aria-label={m.filesLabel()} className="mt-2 flex flex-wrap gap-2">
          {pictures.map((it) => (
            <li key={it.id}>
              <button
                type="button"
                aria-label={m.openPicture({ name: it.name })}
                title={it.name}
                onClick={() => setShown(it)}
                className="block overflow-hidden rounded-lg border border-line bg-sunken hover:border-edge"
              >
                <img
                  src={apiPath(`/attachments/${it.id}/thumbnail`)}
                  alt=""
                  loading="lazy"
                  className="block size-28 object-cover"
                />
              </button>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className="mt-2 space-y-1.5">
          {others.map((it) => (
            <li key={it.id}>
              {it.withdrawn_at ? (
                <span className="text-[0.8125rem] text-mute">{m.withdrawn()}</span>
              ) : (
                <FileRow file={it} onWithdraw={onWithdraw} />
              )}
            </li>
          ))}
        </ul>
      )}
      {shown && (
        <Modal
          title={shown.name}
          onClose={() => setShown(undefined)}
          className="w-[min(64rem,calc(100vw-1rem))]"
          footer={
            <>
              {shown.may_withdraw && onWithdraw && (
                <Button
                  look="danger"
                  onClick={() => {
                    onWithdraw(shown);
                    setShown(undefined);
                  }}
                >
                  {m.withdraw()}
                </Button>
              )}
              <ButtonLink href={fileAddress(shown.id)} download={shown.name}>
                {m.download()} · <span className="num">{formatSize(shown.size)}</span>
              </ButtonLink>
            </>
          }
        >
          <img
            src={fileAddress(shown.id)}
            alt={shown.name}
            width={shown.width}
            height={shown.height}
            className="mx-auto block h-auto max-h-[75dvh] w-auto max-w-full object-contain"
          />
        </Modal>
      )}
    </>
  );
}

function FileRow({ file, onWithdraw }: { file: Attachment; onWithdraw?: (file: Attachment) => void }) {
  const Icon = file.media_type.includes("spreadsheet") ? FileSpreadsheet : FileText;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <a
        href={fileAddress(file.id)}
        download={file.name}
        className="inline-flex min-h-(--control) min-w-0 items-center gap-2 rounded-lg border border-line bg-surface px-3 py-1 hover:border-edge"
      >
        <Icon className="size-5 shrink-0 text-mute" aria-hidden="true" />
        <span className="min-w-0 break-all">{file.name}</span>
        <span className="num shrink-0 text-[0.8125rem] text-mute">{formatSize(file.size)}</span>
        {file.protected && (
          <span className="inline-flex shrink-0 items-center gap-1 text-[0.8125rem] text-mute">
            <LockKeyhole className="size-3.5" aria-hidden="true" />
            {m.mayAskPassword()}
          </span>
        )}
      </a>
      {file.may_withdraw && onWithdraw && (
        <button
          type="button"
          onClick={() => onWithdraw(file)}
          className="min-h-(--control) rounded-lg px-2 text-[0.8125rem] text-mute hover:text-ink hover:underline"
        >
          {m.withdraw()}
        </button>
      )}
    </span>
  );
}
