import { useMutation } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { newIntent, post, query } from "../../shared/api/client";
import { FileDrop } from "../../shared/ui/FileDrop";
import { Card } from "../../shared/ui/Layout";
import { WriteFailure } from "../../shared/ui/states";
import * as m from "./messages";
import type { BankAccount, BankFile } from "./types";

/** A file is read and shown before anything is imported. The chosen account goes with it; else the numbers in the file decide. */
export function Upload({ accounts, chosen }: { accounts: BankAccount[]; chosen: string | undefined }) {
  const [, navigate] = useLocation();
  const upload = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.set("file", file);
      return post<BankFile>(`/bank/files${query({ kind: chosen ?? "auto" })}`, form, newIntent());
    },
    onSuccess: (it) => navigate(`/console/bank/files/${it.id}`),
  });
  const account = accounts.find((it) => it.id === chosen);
  return (
    <Card className="mb-4 p-4">
      <FileDrop
        choose={m.choose()}
        working={m.reading()}
        busy={upload.isPending}
        onFiles={([file]) => file && upload.mutate(file)}
      >
        <p className="font-medium">{m.drop()}</p>
        <p className="text-mute">{m.formats()}</p>
        <p className="text-mute">
          {m.ofAccount()}: {account?.name ?? m.byFile()}
        </p>
      </FileDrop>
      <WriteFailure error={upload.error} />
    </Card>
  );
}
