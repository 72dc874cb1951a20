import { FileText, LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { apiPath } from "../api/client";
import { formatSize } from "../attachments/upload";
import { type Proof, proofWord } from "./data";
import * as m from "./messages";

/** One file beside a document: what it is, and by its name a way to open it. */
export function ProofRow({ file, children }: { file: Proof; children?: ReactNode }) {
  return (
    <div className="flex min-w-0 items-start gap-3">
      <a
        href={apiPath(`/proofs/${file.id}/file`)}
        download={file.name}
        aria-label={m.open({ name: file.name })}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-lg hover:bg-sunken"
      >
        {file.thumbnail ? (
          <img
            src={apiPath(`/proofs/${file.id}/thumbnail`)}
            alt=""
            loading="lazy"
            className="size-11 shrink-0 rounded border border-line bg-sunken object-cover"
          />
        ) : (
          <FileText className="size-6 shrink-0 text-mute" strokeWidth={1.5} aria-hidden="true" />
        )}
        <span className="min-w-0">
          <span className="block font-medium">{proofWord(file.kind)}</span>
          <span className="block break-all text-brand">{file.name}</span>
          <span className="num block text-[0.8125rem] text-mute">
            {formatSize(file.size)}
            {file.protected && (
              <span className="ms-2 inline-flex items-center gap-1">
                <LockKeyhole className="size-3.5" aria-hidden="true" />
                {m.mayAskPassword()}
              </span>
            )}
          </span>
        </span>
      </a>
      {children}
    </div>
  );
}
