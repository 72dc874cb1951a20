import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, apiPath, newIntent } from "../../shared/api/client";
import { sendFile } from "../../shared/attachments/upload";
import { FileDrop } from "../../shared/ui/FileDrop";
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
  const [came, setCame] = useState<Came>();
  const busy = came !== undefined && came.done < came.count;

  async function take(chosen: File[]) {
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
  return (
    <Card className="mb-4 grid gap-3 p-4">
      <FileDrop
        multiple
        accept={slipKinds}
        choose={m.choose()}
        working={came && m.sending({ done: came.done, count: came.count })}
        busy={busy}
        onFiles={(files) => void take(files)}
      >
        <p className="font-medium">{m.drop()}</p>
        <p className="text-mute">{m.kinds()}</p>
      </FileDrop>
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
