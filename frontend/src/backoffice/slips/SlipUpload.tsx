import { useQueryClient } from "@tanstack/react-query";
import { Upload as Icon } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { ApiError, apiPath, newIntent } from "../../shared/api/client";
import { sendFile } from "../../shared/attachments/upload";
import { cx } from "../../shared/classes";
import { Button } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import { Notice } from "../../shared/ui/states";
import { type Slip, slipKinds } from "./data";
import * as m from "./messages";

interface Came {
  count: number;
  done: number;
  matched: number;
  waiting: number;
  failed: string[];
}

/** Takes several slips at once; each stands or falls by itself, and what became of them is said. */
export function SlipUpload() {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [came, setCame] = useState<Came>();
  const busy = came !== undefined && came.done < came.count;

  async function take(files: FileList | null) {
    const chosen = [...(files ?? [])];
    if (input.current) input.current.value = "";
    if (chosen.length === 0 || busy) return;
    const now: Came = { count: chosen.length, done: 0, matched: 0, waiting: 0, failed: [] };
    setCame({ ...now });
    for (const file of chosen) {
      try {
        const made = (await sendFile(apiPath(`/bank/slips/${newIntent()}`), file, () => {})) as unknown as Slip;
        if (made.state === "matched") now.matched++;
        else if (made.state === "waiting") now.waiting++;
      } catch (error) {
        const why = error instanceof ApiError ? error.message : String(error);
        now.failed.push(m.failedOne({ name: file.name, why }));
      }
      now.done++;
      setCame({ ...now });
    }
    void client.invalidateQueries();
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  }
  return (
    <Card className="mb-4 grid gap-3 p-4">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          "flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-dashed px-4 py-3",
          over ? "border-brand bg-brand-bg" : "border-edge bg-sunken",
        )}
      >
        <Icon className="size-6 text-mute" strokeWidth={1.5} aria-hidden="true" />
        <div className="min-w-0 flex-1 basis-60">
          <p className="font-medium">{m.drop()}</p>
          <p className="text-mute">{m.kinds()}</p>
        </div>
        <input
          ref={input}
          type="file"
          multiple
          accept={slipKinds}
          className="sr-only"
          aria-label={m.choose()}
          tabIndex={-1}
          onChange={(event) => void take(event.target.files)}
        />
        <Button look="primary" busy={busy} onClick={() => input.current?.click()}>
          {busy ? m.sending({ done: came.done, count: came.count }) : m.choose()}
        </Button>
      </div>
      {came && !busy && (
        <div role="status">
          <Notice tone={came.failed.length > 0 ? "bad" : "ok"}>
            {m.uploaded({ count: came.count - came.failed.length, matched: came.matched, waiting: came.waiting })}
            {came.failed.map((text) => (
              <span key={text} className="block">
                {text}
              </span>
            ))}
          </Notice>
        </div>
      )}
    </Card>
  );
}
