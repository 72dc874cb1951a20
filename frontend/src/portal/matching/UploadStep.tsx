import { Download } from "lucide-react";
import { useState } from "react";
import { apiPath, query } from "../../shared/api/client";
import { locale } from "../../shared/i18n/locale";
import type { MatchingView } from "../../shared/matching/types";
import * as shared from "../../shared/messages";
import { Button, ButtonLink } from "../../shared/ui/Button";
import { TextArea } from "../../shared/ui/Field";
import { FileDrop } from "../../shared/ui/FileDrop";
import { Card } from "../../shared/ui/Layout";
import { Notice, WriteFailure } from "../../shared/ui/states";
import type { MatchingActs } from "./data";
import * as m from "./messages";

const most = 25 * 1024 * 1024;

/** Brings the own ledger: a file chosen or dropped, or rows pasted from a spreadsheet. */
export function UploadStep({
  view,
  acts,
  onCancel,
  onDone,
}: {
  view: MatchingView;
  acts: MatchingActs;
  onCancel: (() => void) | undefined;
  onDone: () => void;
}) {
  const [tooLarge, setTooLarge] = useState(false);
  const [pasted, setPasted] = useState("");
  const { upload } = acts;
  const action = view.actions.upload;

  function send(file: Blob | undefined, name: string) {
    if (!file) return;
    setTooLarge(file.size > most);
    if (file.size > most) return;
    upload.mutate({ file, name }, { onSuccess: onDone });
  }

  if (!action?.allowed) {
    return (
      <Notice tone="info">
        {m.reader()} {action?.why}
      </Notice>
    );
  }
  return (
    <Card className="space-y-5 p-4 sm:p-6">
      <p>{m.intro()}</p>
      {view.carried.count > 0 && <Notice tone="info">{m.carriedHint({ count: view.carried.count })}</Notice>}
      <FileDrop
        accept=".xlsx,.csv,.txt,.tsv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        choose={m.choose()}
        busy={upload.isPending}
        foot={<p className="text-[0.8125rem] text-mute">{m.accepts()}</p>}
        onFiles={([file]) => send(file, file?.name ?? "")}
      >
        <p className="hidden font-medium sm:block">{m.drop()}</p>
      </FileDrop>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <ButtonLink
          look="quiet"
          download
          href={apiPath(`/statements/${view.statement_id}/matching/template${query({ locale: locale() })}`)}
        >
          <Download className="size-4" aria-hidden="true" /> {m.template()}
        </ButtonLink>
        {view.sample && (
          <>
            <ButtonLink look="quiet" download href={apiPath(`/statements/${view.statement_id}/matching/sample`)}>
              <Download className="size-4" aria-hidden="true" /> {m.sample()}
            </ButtonLink>
            <span className="text-[0.8125rem] text-mute">{m.sampleHint()}</span>
          </>
        )}
      </div>
      <details>
        <summary className="min-h-11 cursor-pointer py-2.5 font-medium text-brand">{m.orPaste()}</summary>
        <div className="space-y-3 pt-2">
          <TextArea
            label={m.pasteLabel()}
            hint={m.pasteHint()}
            rows={6}
            value={pasted}
            spellCheck={false}
            onChange={(event) => setPasted(event.target.value)}
          />
          <Button
            busy={upload.isPending}
            disabled={pasted.trim() === ""}
            onClick={() => send(new Blob([pasted], { type: "text/plain" }), "pasted.txt")}
          >
            {m.takePasted()}
          </Button>
        </div>
      </details>
      {tooLarge && (
        <Notice tone="bad" role="alert">
          {m.tooLarge()}
        </Notice>
      )}
      <WriteFailure error={upload.error} />
      {onCancel && (
        <Button look="quiet" onClick={onCancel}>
          {shared.cancel()}
        </Button>
      )}
    </Card>
  );
}
