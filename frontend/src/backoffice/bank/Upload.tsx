import { useMutation } from "@tanstack/react-query";
import { Upload as Icon } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import { newIntent, post, query } from "../../shared/api/client";
import { cx } from "../../shared/classes";
import { Button } from "../../shared/ui/Button";
import { Card } from "../../shared/ui/Layout";
import { WriteFailure } from "../../shared/ui/states";
import * as m from "./messages";
import type { BankAccount, BankFile } from "./types";

/** A file is read and shown before anything is imported. The chosen account goes with it; else the numbers in the file decide. */
export function Upload({ accounts, chosen }: { accounts: BankAccount[]; chosen: string | undefined }) {
  const [, navigate] = useLocation();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.set("file", file);
      return post<BankFile>(`/bank/files${query({ kind: chosen ?? "auto" })}`, form, newIntent());
    },
    onSuccess: (it) => navigate(`/console/bank/files/${it.id}`),
  });
  function take(files: FileList | null) {
    const file = files?.[0];
    if (file) upload.mutate(file);
    if (input.current) input.current.value = "";
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  }
  const account = accounts.find((it) => it.id === chosen);
  return (
    <Card className="mb-4 p-4">
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
          <p className="text-mute">{m.formats()}</p>
          <p className="text-mute">
            {m.ofAccount()}: {account?.name ?? m.byFile()}
          </p>
        </div>
        <input
          ref={input}
          type="file"
          className="sr-only"
          aria-label={m.choose()}
          tabIndex={-1}
          onChange={(event) => take(event.target.files)}
        />
        <Button look="primary" busy={upload.isPending} onClick={() => input.current?.click()}>
          {upload.isPending ? m.reading() : m.choose()}
        </Button>
      </div>
      <WriteFailure error={upload.error} />
    </Card>
  );
}
